"""What columns of a table bring beside the images."""

from ..evaluation import CrossValidationResult, TunedClassifier, WorthOfColumns
from ..pipelines import columns_alone, columns_taken, without_columns
from .prepare import Prepared


def worth_of_columns(
    prepared: Prepared, estimator, both: CrossValidationResult, *, n_jobs, progress
) -> WorthOfColumns:
    """Images without columns and columns without images, in the folds of ``both``.

    A classifier that chooses its parameters does so for each of them.
    """

    def validated(kept, number):
        tuned = isinstance(estimator, TunedClassifier)
        part = estimator.described_by(kept) if tuned else kept(estimator)
        told = progress and (lambda done, total: progress(done + number * total, 2 * total))
        return prepared.cross_validate(part, n_jobs=n_jobs, progress=told, told=False)

    return WorthOfColumns(
        columns=columns_taken(prepared.frozen.source),
        both=both,
        images=validated(without_columns, 0),
        alone=validated(columns_alone, 1),
    )
