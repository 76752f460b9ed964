"""Training with parameters tuned in every fold: the outer score is of images that chose nothing."""

from collections import Counter
from dataclasses import replace

from sklearn.base import clone
from sklearn.pipeline import FeatureUnion, Pipeline

from .._remedies import parameter
from ..base import ImageViews
from ..datasets import ImageDataset
from ..evaluation import FIGURES, CrossValidationResult, Protocol, TunedClassifier, about
from ..extraction import training_views
from ..pipelines import parameter_grid, set_step_parameter, settings_of
from .fronts import fronts_of
from .prepare import Prepared, prepare
from .stages import Stages, about_one_class


class Grid:
    """The settings of a pipeline that are tried, and the ``pipelines`` by their numbers as text.

    ``tune`` is True for the usual values, or says which.
    """

    def __init__(self, pipeline: Pipeline, tune: bool | dict):
        self.values = parameter_grid(pipeline) if tune is True else dict(tune)
        if not self.values:
            raise ValueError(
                f"{parameter('tune')}: there is nothing to try for this classifier and these "
                "features; leave it out"
            )
        self.settings = settings_of(self.values)
        self.pipelines = {
            str(number): _settled(pipeline, some) for number, some in enumerate(self.settings)
        }
        if len({_views(one) for one in self.pipelines.values()}) > 1:
            raise ValueError(
                f"{parameter('tune')}: all settings learn from the same views of images, so the "
                "number of views cannot be tried; set it"
            )


def _settled(pipeline: Pipeline, settings: dict) -> Pipeline:
    """A copy of a pipeline with these parameters."""
    copy = clone(pipeline)
    if hasattr(pipeline, "recipe"):
        copy.recipe = pipeline.recipe
    for name, value in settings.items():
        set_step_parameter(copy, name, value)
    return copy


def _views(pipeline: Pipeline) -> tuple:
    """How many views of an image are learned from, and how many answer."""
    parts = pipeline.get_params(deep=True).values()
    makers = [part for part in parts if isinstance(part, ImageViews)]
    return tuple((maker.n_views, maker.n_test_views) for maker in makers)


def prepare_all(
    named: dict[str, Pipeline], dataset: ImageDataset, protocol: Protocol, stages: Stages, **work
) -> tuple[TunedClassifier, Prepared]:
    """All settings over images that are described once for each way to describe them."""
    fronts = fronts_of(named)
    firsts = {key: named[names[0]] for key, (_, names) in fronts.items()}
    prepared = prepare(FeatureUnion([*firsts.items()]), dataset, protocol, stages, **work)
    described = dict(prepared.frozen.estimator.transformer_list)
    learned = prepared.training
    known, _ = about_one_class(learned, named.values(), protocol)
    figure, _ = protocol.headline(learned.targets, learned.class_names, known.positive)
    steps, candidates = [], {}
    for number, (key, (n_steps, names)) in enumerate(fronts.items()):
        steps.append(described[key][:n_steps])
        for name in names:
            deciding = Pipeline(clone(named[name]).steps[n_steps:])
            candidates[int(name)] = (number, about(deciding, known.positive))
    options = {"class_names": learned.class_names, "positive": known.positive}
    tuned = TunedClassifier(
        steps,
        [candidates[number] for number in sorted(candidates)],
        figure if figure in FIGURES else "f1_micro" if learned.multilabel else "accuracy",
        options | {"costs": protocol.costs},
        prepared.kept.validation,
    )
    return tuned, prepared


def chosen(
    grid: Grid, tuned: TunedClassifier, prepared: Prepared, result: CrossValidationResult
) -> tuple[str, dict]:
    """The number of the setting for the final model, and what was tried, as plain values."""
    targets = prepared.training.targets
    X, y, groups = training_views(tuned, prepared.rows, targets, prepared.groups)
    final = clone(tuned).choose(X, y, groups)
    return str(final["number"]), _told(grid, final, result, tuned.figure)


def without_choices(result: CrossValidationResult) -> CrossValidationResult:
    """The result without what was chosen in its folds, which is told apart."""
    rows = tuple({k: v for k, v in row.items() if k != "chosen"} for row in result.fold_rows)
    return replace(result, fold_rows=rows)


def _told(grid: Grid, final: dict, result, figure: str) -> dict:
    """What was tried and chosen, as plain values."""
    settings = grid.settings
    folds = [
        {
            "repeat": row["repeat"],
            "fold": row["fold"],
            "chosen": settings[row["chosen"]["number"]],
            **{key: row["chosen"][key] for key in ("value", "values", "chosen_by")},
        }
        for row in result.fold_rows
    ]
    best = settings[final["number"]]
    n_same = Counter(fold["chosen"] == best for fold in folds)[True]
    words = ", ".join(f"{name}={value}" for name, value in best.items())
    return {
        "figure": figure,
        "grid": grid.values,
        "settings": settings,
        "folds": folds,
        "chosen": best,
        "value": final["value"],
        "values": final["values"],
        "chosen_by": final["chosen_by"],
        "sentence": (
            f"{len(settings):,} settings were tried in every fold, on its training images alone; "
            f"the model has {words}, chosen by {final['chosen_by']}, as in {n_same:,} of "
            f"{len(folds):,} folds"
        ),
    }
