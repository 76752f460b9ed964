"""Opening a data set, and saying what was found."""

from .console import say
from .failures import Failure

__all__ = [
    "announce",
    "check_request",
    "list_set_aside",
    "open_dataset",
    "refuse_if_strict",
    "say_notes",
]

_SHOWN = 5


def open_dataset(path, group_by=None, label_by=None, drop_class=None, page=None):
    """The ``ImageDataset`` that the options of these names ask for."""
    from ..datasets import ImageDataset

    dataset = ImageDataset.open(path, group_by=group_by, label_by=label_by)
    if drop_class:
        dataset = dataset.drop_classes(drop_class)
    if page == "each":
        from ..reading import count_pages

        dataset = dataset.expand_pages(count_pages)
    return dataset


def announce(dataset) -> None:
    """Say what was found, before work begins."""
    say(f"{dataset.name}: {dataset.describe()}", style="bold")
    say_notes(dataset.notes)


def say_notes(notes, but=()) -> None:
    """Say what a person should be told, and has not been told before."""
    for note in notes:
        if note not in but:
            say(f"note: {note}")


def check_request(dataset, recipe: dict) -> list[str]:
    """Refuse, before the long work, what could only fail after it.

    Returns
    -------
    list of str
        Notes on the data set that have been said.
    """
    from ..workflows.checks import check_request

    doubts = dataset.check_trainable()
    say_notes(doubts)
    check_request(dataset, **recipe)
    return [*dataset.notes, *doubts]


def refuse_if_strict(strict: bool, rejected) -> None:
    """With ``--strict``, stop if anything was set aside."""
    if strict and rejected:
        list_set_aside(rejected, limit=50)
        raise Failure(
            f"{len(rejected)} set aside, and --strict allows none: mend or remove what is listed "
            "above, or leave --strict out; nothing was written"
        )


def list_set_aside(rejected, limit: int = _SHOWN) -> None:
    """Say what took no part, and why."""
    if not rejected:
        return
    say(f"{len(rejected)} set aside:")
    for item in rejected[:limit]:
        say(f"  {item.path}: {item.reason}")
    if len(rejected) > limit:
        say(f"  and {len(rejected) - limit} more")
