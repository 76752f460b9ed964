"""How the images were divided for a cross-validation, in words."""

from numbers import Integral

__all__ = ["protocol_kind", "protocol_words"]


def protocol_kind(cv) -> str:
    """What kind of splits ``cv`` of `make_splits` asks for.

    Examples
    --------
    >>> protocol_kind(5), protocol_kind("leave-one-group-out"), protocol_kind([])
    ('k-fold', 'leave-one-group-out', 'given folds')
    """
    if isinstance(cv, Integral):
        return "k-fold"
    if isinstance(cv, str):
        return cv
    return "random splits" if type(cv).__name__ == "RandomSplits" else "given folds"


def protocol_words(
    kind: str,
    *,
    folds: int = 1,
    repeats: int = 1,
    n_splits: int = 1,
    test_share: float = 0.0,
    fold_list: str | None = None,
) -> str:
    """How the figures were obtained, in a few words.

    Parameters
    ----------
    kind : {"k-fold", "leave-one-group-out", "random splits", "fold list", "given folds"}
    folds, repeats : int
        Folds of each repeat, and repeats.
    n_splits : int
        Folds in all.
    test_share : float
        Share of the images that a split tests, in (0, 1).
    fold_list : str, optional
        Name of the file that the folds are from.

    Returns
    -------
    str

    Examples
    --------
    >>> protocol_words("k-fold", folds=5, repeats=3)
    '5-fold cross-validation, repeated 3 times'
    >>> protocol_words("random splits", n_splits=5, test_share=0.2)
    '5 random splits, each tested on 20% of the images'
    >>> protocol_words("leave-one-group-out", folds=12)
    'cross-validation that leaves out one of 12 groups at a time'
    >>> protocol_words("fold list", n_splits=5, fold_list="predictions.csv")
    'cross-validation in the 5 folds of predictions.csv'
    """
    if kind == "random splits":
        return f"{_n(n_splits, 'random split')}, each tested on {test_share:.0%} of the images"
    if kind == "k-fold":
        again = f", repeated {repeats} times" if repeats > 1 else ""
        return f"{folds}-fold cross-validation{again}"
    if kind == "leave-one-group-out":
        return f"cross-validation that leaves out one of {folds:,} groups at a time"
    if fold_list is not None:
        return f"cross-validation in the {_n(n_splits, 'fold')} of {fold_list}"
    given = "given by a list" if kind == "fold list" else "as given"
    return f"cross-validation in {_n(n_splits, 'fold')} {given}"


def _n(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
