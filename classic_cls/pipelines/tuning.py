"""What is worth trying: grids of parameters, and pipelines that differ from a recipe."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from sklearn.pipeline import Pipeline

from ..datasets import ImageDataset
from .build import default_classifier, make_image_pipeline
from .describe import describe_pipeline, features_title
from .look import FirstLook, Look
from .parameters import set_where_it_applies
from .recipes import choose_recipe

# What is set here, or chosen by the classifier itself, stands first.
CLASSIFIER_GRIDS: dict[str, dict[str, list]] = {
    "linear_svm": {"C": [1.0, 0.1, 10.0]},
    "svm": {"C": [10.0, 1.0, 100.0]},
    "kernel_ridge": {"alpha": ["loo", 0.03, 0.3]},
    "logistic": {"C": [10.0, 1.0, 100.0]},
    "forest": {"max_features": ["sqrt", 0.1], "min_samples_leaf": [1, 3]},
    "tree": {"max_depth": [None, 4, 8], "min_samples_leaf": [1, 5]},
    "knn": {"n_neighbors": [5, 1, 15]},
    "boosting": {"learning_rate": [0.1, 0.05], "max_leaf_nodes": [8, 16]},
    "lda": {"n_components": [600, 100]},
    "dummy": {},
}
# Of single features and dictionaries, wherever a recipe or a list of features holds them.
FEATURE_GRIDS: dict[str, dict[str, list]] = {
    "hog": {"cell": [8, 16]},
    "lbp": {"grid": [1, 2]},
    "color_hist": {"bins": [8, 16]},
    "dense_sift": {"n_words": [128, 64]},
}
# Recipes by promise, for photos and for small images.
_OF_PHOTOS = ("scene", "object", "material", "quick")
_OF_SMALL = ("tiny", "quick", "object")
# Tried with the recipe that "auto" takes, with the default classifier.
_PREPROCESSING = ("clahe", "stretch")
_OTHERS = ("svm", "logistic", "linear_svm")


class Candidate(NamedTuple):
    """A pipeline that may be the best, and what it is made by, beside what all are made by.

    ``options`` are those of `make_image_pipeline`.
    """

    pipeline: Pipeline
    options: dict


def parameter_grid(pipeline: Pipeline) -> dict[str, list]:
    """Values to try of the parameters of a pipeline, its own one first.

    Parameters
    ----------
    pipeline : Pipeline
        From :func:`make_image_pipeline`.

    Returns
    -------
    dict of str to list
        By names as `set_step_parameter` takes them: of the classifier, and of one feature at
        most, since every one of its values describes all images anew. Empty for a classifier
        that is not one of ours.

    Examples
    --------
    >>> parameter_grid(make_image_pipeline(features=["hog"], classifier="logistic"))
    {'classifier.C': [10.0, 1.0, 100.0], 'hog.cell': [8, 16]}
    """
    made = describe_pipeline(pipeline)
    grids = {"classifier": CLASSIFIER_GRIDS.get(made["classifier"], {})}
    feature = next((name for name in FEATURE_GRIDS if name in made["features"]), None)
    if feature is not None:
        grids[feature] = FEATURE_GRIDS[feature]
    found = {f"{step}.{name}": grid[name] for step, grid in grids.items() for name in grid}
    return {name: [*dict.fromkeys([*_own(made, name), *found[name]])] for name in found}


def _own(made: dict, name: str) -> list:
    """The value that a person has set, as the first to try."""
    value = made["parameters"].get(name)
    return [] if value is None or isinstance(value, list) else [value]


def settings_of(grid: dict[str, list]) -> list[dict]:
    """All combinations of a grid, the first values first.

    >>> settings_of({"svm.C": [10, 1], "hog.cell": [8]})
    [{'svm.C': 10, 'hog.cell': 8}, {'svm.C': 1, 'hog.cell': 8}]
    """
    return [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]


def pipelines_to_tune(
    data: ImageDataset,
    *,
    recipe: str = "auto",
    feature_sets: list | None = None,
    classifiers: list | None = None,
    preprocess=(),
    augment="none",
    parameters: dict | None = None,
    **options,
) -> dict[str, Candidate]:
    """Candidates for a search, the most promising first; what a person names is not searched.

    The default comes first, then the other recipes, then other classifiers and preprocessing,
    then parameters.
    """
    fixed = {"preprocess": preprocess, "augment": augment, **options}
    wanted = _wanted(data, recipe, feature_sets, classifiers, fixed, parameters or {})
    made: dict[str, Candidate] = {}
    for asked in wanted:
        pipeline = make_image_pipeline(data=data, **fixed | asked)
        made.setdefault(_title(pipeline, asked), Candidate(pipeline, asked))
    set_where_it_applies([candidate.pipeline for candidate in made.values()], parameters)
    return made


def _wanted(data, recipe, feature_sets, classifiers, fixed, parameters) -> Iterator[dict]:
    """What the candidates are asked for by."""
    look = FirstLook.of(data).look(page=fixed.get("page"))
    described = _described(look, len(data.training()), recipe, feature_sets)
    first = classifiers[0] if classifiers else default_classifier(len(data), data.multilabel)
    for asked in described:
        yield {**asked, "classifier": first}
    for asked in described:
        for name in classifiers[1:] if classifiers else _OTHERS:
            yield {**asked, "classifier": name}
    if not fixed["preprocess"]:
        for name in _PREPROCESSING:
            yield {**described[0], "classifier": first, "preprocess": [name]}
    if fixed["augment"] == "none":
        yield {**described[0], "classifier": first, "augment": "light"}
    for name in classifiers or (first, *_OTHERS):
        grid = {f"classifier.{k}": values for k, values in CLASSIFIER_GRIDS.get(name, {}).items()}
        for setting in settings_of({k: v for k, v in grid.items() if k not in parameters})[1:]:
            for asked in described:
                yield {**asked, "classifier": name, "parameters": setting}


def _described(look: Look, n_images: int, recipe: str, feature_sets) -> list[dict]:
    """What images may be described by."""
    if feature_sets:
        return [{"features": features} for features in feature_sets]
    if recipe != "auto":
        return [{"recipe": recipe}]
    first = choose_recipe(look, n_images)
    others = _OF_SMALL if look.is_small else _OF_PHOTOS
    return [{"recipe": name} for name in dict.fromkeys([first, *others])]


def _title(pipeline: Pipeline, asked: dict) -> str:
    """The name of a candidate."""
    settings = [f"{name}={value}" for name, value in asked.get("parameters", {}).items()]
    settings += [f"{key} {asked[key]}" for key in ("augment",) if key in asked]
    settings += [f"preprocess {','.join(asked['preprocess'])}"] if "preprocess" in asked else []
    return ", ".join([f"{features_title(pipeline)} / {asked['classifier']}", *settings])
