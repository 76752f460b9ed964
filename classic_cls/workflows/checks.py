"""What can be refused before the long work."""

from numbers import Integral

from ..datasets import ImageDataset
from ..evaluation import positive_class
from ..evaluation.figures.counts import cost_matrix
from ..evaluation.targets import checked_targets, headline_figure

__all__ = ["check_request"]


def check_request(
    dataset: ImageDataset,
    *,
    cv=5,
    repeats=1,
    folds=None,
    test_size=None,
    by=(),
    positive=None,
    scoring=None,
    costs=None,
    **others,
) -> None:
    """Check what is asked for against the data set.

    Parameters
    ----------
    dataset : ImageDataset
    cv, repeats, folds, test_size, by, positive, scoring, costs
        As in :func:`train`.
    others
        Passed over.

    Raises
    ------
    ValueError
        If they do not fit the data set, or each other.
    """
    if test_size is not None and dataset.split is not None:
        raise ValueError("the data set has an official split: leave out test_size (--test)")
    for name in by:
        dataset.column(name)
    if _leaves_groups_out(cv) and folds is None and dataset.groups is None:
        raise ValueError(
            f"cv '{cv}' needs groups: say which group every image belongs to with --group-by, or "
            "in a column 'group' of the table"
        )
    if repeats != 1 and (folds is not None or not isinstance(cv, Integral)):
        raise ValueError(
            "repeats (--repeats) are for a number of folds: leave them out, or give cv (--cv) a "
            "number, without a list of folds"
        )
    learned = dataset.training()
    targets, class_names = checked_targets(learned.targets, learned.class_names)
    if targets.ndim == 1 or positive is not None:
        positive = positive_class(class_names, positive)
    cost_matrix(costs, class_names)
    headline_figure(targets, class_names, positive, scoring, costs)


def _leaves_groups_out(cv) -> bool:
    return isinstance(cv, str) and cv == "leave-one-group-out"
