"""What the figures say, in plain sentences."""

from .wording import figure, interval_text, is_share, metric_words

__all__ = [
    "dummy_words",
    "gap_sentence",
    "groups_sentence",
    "headline_sentence",
    "protocol",
    "test_part",
    "test_part_sentence",
    "verdict",
]


def protocol(summary: dict) -> str:
    """How the figures were obtained, in a few words.

    Examples
    --------
    >>> protocol({"cv": {"folds": 5, "repeats": 3}})
    '5-fold cross-validation, repeated 3 times'
    """
    folds, repeats = summary["cv"]["folds"], summary["cv"]["repeats"]
    again = f", repeated {repeats} times" if repeats > 1 else ""
    return f"{folds}-fold cross-validation{again}"


def headline_sentence(summary: dict) -> str:
    """The most important figure in one sentence.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    str

    Examples
    --------
    >>> accuracy = {"mean": 0.931, "interval": [0.918, 0.942]}
    >>> headline_sentence({
    ...     "task": "multiclass", "headline": "accuracy", "dummy": {"accuracy": 0.101},
    ...     "cv": {"folds": 5, "repeats": 1, "accuracy": accuracy}})
    '93.1% of the images are labelled correctly in 5-fold cross-validation (95% interval 91.8 to
    94.2; always answering the most frequent class: 10.1%).'
    """
    name, task = summary["headline"], summary["task"]
    estimate, share = summary["cv"][name], is_share(name, task)
    said = metric_words(name, task).clause.format(figure(estimate["mean"], share))
    details = []
    if estimate["interval"] is not None:
        details.append(f"95% interval {interval_text(estimate['interval'], share)}")
    if summary["dummy"].get(name) is not None:
        details.append(f"{dummy_words(task)}: {figure(summary['dummy'][name], share)}")
    behind = f" ({'; '.join(details)})" if details else ""
    return f"{said} in {protocol(summary)}{behind}."


def dummy_words(task: str) -> str:
    """What the dummy does."""
    if task == "multilabel":
        return "always giving the most frequent labels"
    return "always answering the most frequent class"


def verdict(summary: dict) -> str | None:
    """What to say where the figure is no better than the dummy's; None where it is.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    str or None

    Examples
    --------
    >>> verdict({"task": "binary", "headline": "accuracy", "dummy": {"accuracy": 0.5},
    ...          "cv": {"accuracy": {"mean": 0.55, "interval": [0.45, 0.64]}}})
    'Not distinguishable from guessing the most frequent class.'
    """
    name, task = summary["headline"], summary["task"]
    interval, dummy = summary["cv"][name]["interval"], summary["dummy"].get(name)
    if interval is None or dummy is None:
        return None
    if interval[0] <= dummy <= interval[1]:
        guess = "giving the most frequent labels" if task == "multilabel" else (
            "guessing the most frequent class"
        )
        return f"Not distinguishable from {guess}."
    worse = interval[0] > dummy if name == "hamming_loss" else interval[1] < dummy
    return f"Worse than {dummy_words(task)}." if worse else None


def test_part(summary: dict) -> str:
    """What the test images are."""
    return f"{'official' if summary['test']['split'] == 'official' else 'held-out'} test part"


def test_part_sentence(summary: dict) -> str | None:
    """The headline figure on the test part; None where there is none.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    str or None
    """
    test, name = summary["test"], summary["headline"]
    if not test["n_images"] or test[name] is None:
        return None
    share = is_share(name, summary["task"])
    interval = interval_text(test["intervals"][name]["interval"], share)
    title = metric_words(name, summary["task"]).title
    return (
        f"{title} on the {test_part(summary)} of {test['n_images']:,} images, which the model "
        f"never saw: {figure(test[name], share)} (95% interval {interval})."
    )


def gap_sentence(summary: dict) -> str | None:
    """How much better the model is on the images it was fitted on.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    str or None

    Examples
    --------
    >>> gap_sentence({"task": "binary", "headline": "accuracy",
    ...               "cv": {"overfitting_gap": 0.07, "accuracy": {"train": 1.0}}})
    'On the images it was fitted on, the model reaches 100.0%: a gap of 7.0 points.'
    """
    name, gap = summary["headline"], summary["cv"]["overfitting_gap"]
    if gap is None:
        return None
    share = is_share(name, summary["task"])
    train = figure(summary["cv"][name]["train"], share)
    size = f"{100 * abs(gap):.1f} points" if share else f"{abs(gap):.3f}"
    return f"On the images it was fitted on, the model reaches {train}: a gap of {size}."


def groups_sentence(summary: dict) -> str:
    """Whether images that belong together were kept together.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    str

    Examples
    --------
    >>> groups_sentence({"groups": {"n": 12}})
    '12 groups; images of one group are never on both sides of a split.'
    """
    groups = summary["groups"]
    if groups is None:
        return (
            "None were given. If several images show the same thing (one person, one leaf, "
            "frames of one film), the figures flatter: give groups."
        )
    rule = f" (made by {groups['rule']})" if groups.get("rule") else ""
    return f"{groups['n']:,} groups{rule}; images of one group are never on both sides of a split."
