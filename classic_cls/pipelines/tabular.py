"""Columns of a table beside the images, as a part of a pipeline."""

from collections.abc import Iterable

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import OneHotEncoder

from .._remedies import parameter
from ..datasets import ImageDataset, tabular_columns
from ..extraction import JOINED
from ..models import BlockWeight, ClippedScaler, SinglePrecision
from ..reading import ReadColumns, number_of

# A column of which more cells are no numbers holds words.
MOST_ODD_CELLS = 1 / 3
# How much longer rows of columns are than those of a feature of images with as many columns. On
# small training parts of three sets with planted columns (kernel ridge and a linear SVM) 2 gained
# 3 points over 1 where columns told something, and lost 1 where they were noise; 4 gained 2 and
# lost 3.
WEIGHT = 2.0


def beside_images(pipeline: Pipeline, data: ImageDataset | None, names) -> Pipeline:
    """The pipeline with columns of the table beside what describes the images.

    Its first step becomes a ``FeatureUnion`` of all steps up to the features ("images") and
    of the "columns", whose steps are `ReadColumns`, a ``ColumnTransformer`` and a `BlockWeight`.
    """
    if data is None:
        raise ValueError(
            f"{parameter('tabular')} needs data: the columns are looked at to tell numbers from "
            "words"
        )
    reader = _reader(data.training(), tabular_columns(data, names))
    place = [name for name, _ in pipeline.steps].index("features") + 1
    columns = Pipeline(
        [("cells", reader), ("each", _each(reader)), ("weight", BlockWeight(WEIGHT))]
    )
    members = [("images", Pipeline(pipeline.steps[:place])), ("columns", columns)]
    joined = FeatureUnion(members, n_jobs=1, verbose_feature_names_out=False)
    return Pipeline([(JOINED, joined), *pipeline.steps[place:]])


def columns_taken(pipeline) -> tuple[str, ...]:
    """Columns that a pipeline, or several in a union, take beside the images."""
    return tuple(kinds_of_columns(pipeline))


def kinds_of_columns(pipeline) -> dict[str, bool]:
    """These columns, and of each whether it is taken as numbers."""
    parts = pipeline.get_params(deep=True).values()
    readers = [part for part in parts if isinstance(part, ReadColumns)]
    numbers = dict.fromkeys((name for reader in readers for name in reader.numbers), True)
    return numbers | dict.fromkeys((n for reader in readers for n in reader.words), False)


def fitted_words(pipeline) -> dict[str, set[str]]:
    """Words of every column of words that a fitted pipeline has seen in training."""
    parts = list(pipeline.get_params(deep=True).values())
    readers = [part for part in parts if isinstance(part, ReadColumns)]
    each = [part for part in parts if isinstance(part, ColumnTransformer)]
    if not readers or "words" not in each[0].named_transformers_:
        return {}
    categories = each[0].named_transformers_["words"].categories_
    return {name: set(known) for name, known in zip(readers[0].words, categories, strict=True)}


def without_columns(estimator: Pipeline) -> Pipeline:
    """A pipeline of the images alone; a copy, whose steps are not cloned."""
    return _dropping(estimator, "columns")


def columns_alone(estimator: Pipeline) -> Pipeline:
    """A pipeline of the columns alone; a copy, whose steps are not cloned."""
    return _dropping(estimator, "images")


def _dropping(estimator: Pipeline, member: str) -> Pipeline:
    joined = estimator[JOINED]
    members = [(n, "drop" if n == member else m) for n, m in joined.transformer_list]
    union = FeatureUnion(members, n_jobs=1, verbose_feature_names_out=False)
    return Pipeline([(JOINED, union), *estimator.steps[1:]])


def _reader(data: ImageDataset, names: Iterable[str]) -> ReadColumns:
    """Which columns are numbers, by the images to learn from."""
    kinds = {name: _is_number(name, data.column(name)) for name in names}
    numbers = tuple(name for name in kinds if kinds[name])
    return ReadColumns(numbers, tuple(name for name in kinds if not kinds[name]))


def _is_number(name: str, cells: np.ndarray) -> bool:
    given = [cell for cell in cells.tolist() if cell]
    if not given:
        raise ValueError(
            f"column '{name}' is empty in all {len(cells):,} images to learn from, so there is "
            f"nothing to learn of it; leave it out of {parameter('tabular')}"
        )
    odd = np.isnan([number_of(cell) for cell in given]).sum()
    return bool(odd <= MOST_ODD_CELLS * len(given))


def _each(reader: ReadColumns) -> ColumnTransformer:
    n_numbers = len(reader.numbers)
    numbers = Pipeline(
        [
            ("impute", SimpleImputer(strategy="median", keep_empty_features=True)),
            ("scale", ClippedScaler()),
            ("single", SinglePrecision()),
        ]
    )
    words = OneHotEncoder(handle_unknown="ignore", sparse_output=False, dtype=np.float32)
    places = list(range(len(reader.names)))
    members = [("numbers", numbers, places[:n_numbers]), ("words", words, places[n_numbers:])]
    return ColumnTransformer([member for member in members if member[2]])


def described_by(pipeline: Pipeline) -> Pipeline:
    """The pipeline as it is of the images alone, its steps one behind the other."""
    if pipeline.steps[0][0] != JOINED:
        return pipeline
    flat = Pipeline([*pipeline[0].transformer_list[0][1].steps, *pipeline.steps[1:]])
    if hasattr(pipeline, "recipe"):
        flat.recipe = pipeline.recipe
    return flat
