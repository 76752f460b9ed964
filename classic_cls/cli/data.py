"""Saying what was found, and what follows."""

from dataclasses import dataclass, field

from .console import manner, say
from .failures import Failure

_SHOWN = 5


def announce(dataset) -> None:
    """Say what was found, before work begins."""
    say(f"{dataset.name}: {dataset.describe()}", style="bold")
    say_notes(dataset.notes)


def say_recipe(pipeline) -> None:
    """Say what the images are described by, where no features were named."""
    from ..pipelines import RECIPES

    name = getattr(pipeline, "recipe", None)
    if name is not None:
        say(f"recipe {name}: {RECIPES[name].summary}")


def say_views(pipeline) -> None:
    """Say what is learned from, and what answers, where it is not the images themselves."""
    from ..pipelines import AUGMENTATIONS, describe_pipeline, n_training_views

    made = describe_pipeline(pipeline)
    if made["augment"] != "none":
        answers = "" if made["views"] == 1 else f", answers by the mean of {made['views']}"
        summary = AUGMENTATIONS[made["augment"]].summary
        n = n_training_views(pipeline)
        say(f"trained on {n} views an image{answers}; {made['augment']}: {summary}")


def say_work(n_fits: int | None, then: str = "", n_pipelines: int = 1) -> None:
    """Say how many fits follow; how long they take, the progress tells."""
    folds = "the given folds" if n_fits is None else f"{n_fits} folds"
    parts = [f"{n_pipelines} pipelines, {folds}"] if n_pipelines > 1 else [folds]
    total = "" if n_fits is None else f": {n_fits * n_pipelines + bool(then):,} fits"
    say(" ".join([*parts, *([then] if then else [])]) + total)


def say_notes(notes, but=()) -> None:
    """Say what a person should be told, and has not been told before."""
    for note in notes:
        if note not in but:
            say(f"note: {note}")


@dataclass
class Told:
    """What has been said, so that nothing is said twice; called before the fits."""

    strict: bool
    said: list[str] = field(default_factory=list)

    def __call__(self, rejected, notes) -> None:
        """Say what could not be used, or refuse it, and what is known by now."""
        refuse_if_strict(self.strict, rejected)
        list_set_aside(rejected)
        self.notes(notes)

    def notes(self, notes) -> None:
        """Say what has not been said."""
        say_notes(notes, but=self.said)
        self.said += notes


def refuse_if_strict(strict: bool, rejected) -> None:
    """With ``--strict``, stop if anything was set aside."""
    if strict and rejected:
        list_set_aside(rejected, limit=50)
        which = "what is listed above"
        if manner().mute:
            from .._validation import quoted

            which = quoted(item.path for item in rejected)
        raise Failure(
            f"{len(rejected)} set aside, and --strict allows none: mend or remove {which}, or "
            "leave --strict out; nothing was written"
        )


def list_set_aside(rejected, limit: int = _SHOWN) -> None:
    """Say what took no part, and why, grouped by reason."""
    if not rejected:
        return
    of_reason: dict[str, list[str]] = {}
    for item in rejected:
        of_reason.setdefault(item.reason, []).append(item.path)
    say(f"{len(rejected):,} set aside:")
    groups = sorted(of_reason.items(), key=lambda group: -len(group[1]))
    for reason, paths in groups[:limit]:
        if len(paths) == 1:
            say(f"  {paths[0]}: {reason}")
        else:
            left = f" and {len(paths) - limit:,} more" if len(paths) > limit else ""
            say(f"  {len(paths):,} files, {reason}: {', '.join(paths[:limit])}{left}")
    left = sum(len(paths) for _, paths in groups[limit:])
    if left:
        say(f"  and {left:,} more")
