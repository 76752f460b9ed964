"""What the figures say, in plain sentences."""

from ..evaluation.figures.table import LOWER_IS_BETTER
from ..evaluation.protocol import protocol_words
from ..pipelines.recipes import RECIPES
from .wording import figure, interval_text, is_share, metric_words

__all__ = [
    "dummy_words",
    "features_sentence",
    "flattery_sentence",
    "gap_sentence",
    "headline_sentence",
    "intervals_sentence",
    "protocol",
    "test_part",
    "test_part_sentence",
    "thresholds_sentence",
    "verdict",
]


def protocol(summary: dict) -> str:
    """How the figures were obtained, in a few words.

    Examples
    --------
    >>> protocol({"cv": {"protocol": "k-fold", "folds": 5, "repeats": 3}})
    '5-fold cross-validation, repeated 3 times'
    >>> protocol({"cv": {"protocol": "random splits", "n_splits": 5, "test_share": 0.2}})
    '5 random splits, each tested on 20% of the images'
    """
    cv = summary["cv"]
    names = ("folds", "repeats", "n_splits", "test_share")
    known = {name: cv[name] for name in names if name in cv}
    fold_list = summary.get("settings", {}).get("folds")
    return protocol_words(cv["protocol"], fold_list=fold_list, **known)


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
    >>> accuracy = {"value": 0.931, "interval": [0.918, 0.942]}
    >>> headline_sentence({
    ...     "task": "multiclass", "headline": "accuracy", "dummy": {"accuracy": 0.101},
    ...     "cv": {"protocol": "k-fold", "folds": 5, "repeats": 1, "accuracy": accuracy}})
    '93.1% of the images are labelled correctly in 5-fold cross-validation (95% interval 91.8 to
    94.2; always answering the most frequent class: 10.1%).'
    """
    name, task = summary["headline"], summary["task"]
    estimate, share = summary["cv"][name], is_share(name)
    said = metric_words(name, task).clause.format(figure(estimate["value"], share))
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
    ...          "cv": {"accuracy": {"value": 0.55, "interval": [0.45, 0.64]}}})
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
    worse = interval[0] > dummy if name in LOWER_IS_BETTER else interval[1] < dummy
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
    share = is_share(name)
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
    share = is_share(name)
    train = figure(summary["cv"][name]["train"], share)
    size = f"{100 * abs(gap):.1f} points" if share else f"{abs(gap):.3f}"
    return f"On the images it was fitted on, the model reaches {train}: a gap of {size}."


def flattery_sentence(summary: dict) -> str | None:
    """What a random split would have shown, where near-duplicates matter.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    str or None
        None where they do not.

    Examples
    --------
    >>> flattery_sentence({
    ...     "headline": "accuracy", "cv": {"accuracy": {"value": 0.881}},
    ...     "near_duplicates": {"random_split": {"accuracy": {"value": 0.952}}}})
    'Random split 95.2%, leak-free split 88.1%: a random split puts near-duplicates on both sides,
    so it tests images that were learned from.'
    """
    name, found = summary["headline"], summary["near_duplicates"]
    random = found and found["random_split"] and found["random_split"].get(name)
    if not random:
        return None
    share = is_share(name)
    apart = summary["cv"][name]["value"]
    return (
        f"Random split {figure(random['value'], share)}, leak-free split {figure(apart, share)}: a "
        "random split puts near-duplicates on both sides, so it tests images that were learned "
        "from."
    )


def intervals_sentence(summary: dict) -> str:
    """What the intervals allow for, and what they do not.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    str

    Examples
    --------
    >>> method = "Wilson score interval, 10 images, widened for overlapping training sets"
    >>> intervals_sentence({
    ...     "cv": {"metrics": ["accuracy"], "accuracy": {"interval_method": method}},
    ...     "test": {"n_images": 0}})
    'They allow for the choice of the tested images, and are widened since the models were learned
    from images that they share. They do not say how images from elsewhere would fare.'
    """
    cv = summary["cv"]
    methods = [cv[name]["interval_method"] or "" for name in cv["metrics"]]
    text = "They allow for the choice of the tested images"
    if any("overlapping" in method or "resampled t" in method for method in methods):
        text += ", and are widened since the models were learned from images that they share"
    text += ". They do not say how images from elsewhere would fare."
    if summary["test"]["n_images"]:
        text += " Those of the test part are about this one model."
    return text


def features_sentence(summary: dict) -> str:
    """What the images are described by.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    str

    Examples
    --------
    >>> features_sentence({"n_features": 1200, "settings": {"recipe": "quick"}})
    '1,200 numbers per image; recipe quick: hand-crafted features of shape, texture and colour;
    learns no dictionary'
    """
    settings = summary["settings"]
    parts = [f"{summary['n_features']:,} numbers per image"]
    if settings.get("recipe") in RECIPES:
        parts.append(f"recipe {settings['recipe']}: {RECIPES[settings['recipe']].summary}")
    if settings.get("unlabelled"):
        parts.append(f"dictionaries learned once, from {settings['unlabelled']}, without labels")
    return "; ".join(parts)


def thresholds_sentence(summary: dict) -> str | None:
    """How the decision thresholds were chosen, where they were learned.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    str or None

    Examples
    --------
    >>> found = {"aim": "recall=0.99", "reached": {"defect": True}}
    >>> thresholds_sentence({
    ...     "thresholds": found,
    ...     "cv": {"metrics": ["sensitivity"], "sensitivity": {"value": 0.97}}})
    'Decision thresholds were chosen for the aim recall=0.99, on parts of the training images
    alone, anew in every fold. On the images they were not chosen on it is 97.0%.'
    """
    found = summary["thresholds"]
    if found is None:
        return None
    aim = "the least cost" if found["aim"] is None else f"the aim {found['aim']}"
    text = (
        f"Decision thresholds were chosen for {aim}, on parts of the training images alone, anew "
        f"in every fold.{_kept(found['aim'], summary['cv'])}"
    )
    missed = sum(not reached for reached in found["reached"].values())
    if missed and len(found["reached"]) > 1:
        return f"{text} Of the final model {missed:,} labels do not reach it."
    return f"{text} For the final model it could not be reached." if missed else text


def _kept(aim: str | None, cv: dict) -> str:
    """What became of a floor, such as that of "recall=0.99"."""
    what, floor, _ = (aim or "").partition("=")
    name = {"recall": "sensitivity"}.get(what.strip(), what.strip())
    if not floor or name not in cv["metrics"]:
        return ""
    return f" On the images they were not chosen on it is {figure(cv[name]['value'])}."
