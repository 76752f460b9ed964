"""What describes the images, and decides: the options of a pipeline, or of several."""

import os
from dataclasses import dataclass
from functools import partial
from typing import Any

from .options import RECIPE_PANEL, option
from .parsing import one_of, parse_range, parse_setting, parse_size, split_names

_recipe = partial(option, panel=RECIPE_PANEL)


@dataclass(frozen=True)
class PipelineOptions:
    """The parameters of ``make_image_pipeline``, but those that a protocol has too."""

    recipe: _recipe(
        str,
        "--recipe",
        "NAME",
        "What the images show, which chooses features and size: quick, material, scene, object or "
        "tiny, see 'classic-cls features'; auto goes by the size and the number of the images.",
        usual=True,
    ) = "auto"
    features: _recipe(
        list[str] | None,
        "--features",
        "NAME,...",
        "Comma list of features or presets (texture, color, shape, all), see 'classic-cls "
        "features'; 'pyramid(lbp)' is lbp in the cells of several grids, 'multiscale(lbp)' at "
        "several sizes. Without it: those of the recipe.",
        usual=True,
    ) = None
    classifier: _recipe(
        str | None,
        "--classifier",
        "NAME",
        "See 'classic-cls features'. Without it: kernel_ridge up to 100,000 images (svm for "
        "several labels from 5,000), then logistic.",
        usual=True,
    ) = None
    preprocess: _recipe(
        list[str] | None,
        "--preprocess",
        "NAME,...",
        "Comma list, see 'classic-cls features'.",
        usual=True,
    ) = None
    size: _recipe(
        Any,
        "--size",
        "N|WxH|keep",
        "What images are resized to. Without it: by the recipe and the images.",
        parser=parse_size,
        usual=True,
    ) = None
    tabular: _recipe(
        list[str] | None,
        "--tabular",
        "COLUMN,...",
        "Columns of the CSV file to learn from beside the images, such as age,site: numbers or "
        "words. 'train' then gives the figures with and without them too, in the same folds.",
    ) = None
    augment: _recipe(
        Any,
        "--augment",
        "NAME",
        "Versions of every training image to learn from as well: light, medium, strong (mirrored, "
        "moved, turned, scaled), document (never mirrored), or none; see 'classic-cls features'.",
        parser=one_of("none", "light", "medium", "strong", "document"),
    ) = "none"
    views: _recipe(
        int,
        "--views",
        "N",
        "With --augment: how many versions of an image answer for it together.",
        min=1,
    ) = 1
    reduce: _recipe(
        str | None,
        "--reduce",
        "pca:N|select:N",
        "Principal components, or best columns, inside the folds.",
    ) = None
    strategy: _recipe(
        Any,
        "--strategy",
        "ovr|ovo|chain",
        "One against the rest, one against one; chain for several labels.",
        parser=one_of("ovr", "ovo", "chain"),
    ) = None
    class_weight: _recipe(
        Any,
        "--class-weight",
        "balanced",
        "Weigh rare classes more.",
        parser=one_of("balanced"),
    ) = None
    sampling: _recipe(
        Any,
        "--sampling",
        "over|under",
        "Even the classes out before fitting: repeat images of rare ones, or leave out of others.",
        parser=one_of("over", "under"),
    ) = None
    aim: _recipe(
        str | None,
        "--aim",
        "AIM",
        "What the decision threshold is chosen for, on training images alone (two classes, or "
        "several labels): f1, balanced_accuracy, recall=0.99, precision=0.9, specificity=0.95, or "
        "none. Without it: f1 of every label for several labels, none for two classes.",
    ) = None
    probabilities: _recipe(bool, "--probabilities", None, "Make the scores probabilities.") = False
    calibration: _recipe(
        Any,
        "--calibration",
        "NAME",
        "How scores become probabilities, learned inside the training images: sigmoid, "
        "temperature, isotonic (for a thousand images or more), venn_abers, auto (sigmoid or "
        "temperature), or none.",
        parser=one_of("auto", "sigmoid", "temperature", "isotonic", "venn_abers", "none"),
    ) = None
    parameters: _recipe(
        list[Any] | None,
        "--set",
        "STEP.NAME=VALUE",
        'Parameter of a step, such as hog.orientations=12, "lpq.windows=(3, 7)" or '
        "classifier.alpha=0.1; may be given several times.",
        parser=parse_setting,
    ) = None
    reading_range: _recipe(
        Any,
        "--reading-range",
        "auto|LOW,HIGH",
        "Values of 16-bit and float images that become black and white; auto finds them.",
        parser=parse_range,
    ) = "auto"

    def arguments(self) -> dict:
        """Those of ``make_image_pipeline``."""
        return vars(self) | {
            "features": _named_in(self.features, "--features"),
            "preprocess": split_names(self.preprocess),
            "parameters": dict(self.parameters or ()),
            "tabular": _named_in(self.tabular, "--tabular") or (),
        }

    @property
    def files(self) -> list[str]:
        """Files among the values of parameters."""
        values = (value for _, value in self.parameters or ())
        return [value for value in values if isinstance(value, str) and os.path.isfile(value)]


@dataclass(frozen=True)
class SeveralPipelinesOptions(PipelineOptions):
    """Every classifier on every set of features."""

    features: _recipe(
        list[str] | None,
        "--features",
        "NAME,...",
        "Comma list; given several times, each is a set of its own. Without it: those of the "
        "recipe.",
        usual=True,
    ) = None
    classifier: _recipe(
        list[str] | None,
        "--classifier",
        "NAME",
        "May be given several times. Without it: all.",
        usual=True,
    ) = None

    def arguments(self) -> dict:
        """Those of ``pipelines_to_compare``."""
        found = super().arguments()
        del found["features"], found["classifier"]
        sets = [_named_in([text], "--features") for text in self.features or ()] or None
        return found | {"feature_sets": sets, "classifiers": split_names(self.classifier) or None}


def _named_in(texts, option: str) -> list[str] | None:
    """Names in values of an option, such as ``--features``; None where it was not given."""
    names = split_names(texts)
    if texts and not names:
        of_features = option == "--features"
        see = "see 'classic-cls features'" if of_features else "name columns of the table"
        raise ValueError(f"{option} names nothing; {see}, or leave it out")
    return names or None
