"""Arguments and options that several verbs share."""

from typing import Annotated, Any

import typer

from .parsing import (
    one_of,
    parse_cost,
    parse_folds,
    parse_n_jobs,
    parse_page,
    parse_range,
    parse_setting,
    parse_share,
    parse_size,
)

__all__ = [
    "Aim",
    "By",
    "Cache",
    "ClassWeight",
    "Classifier",
    "Costs",
    "Data",
    "DropClass",
    "Features",
    "FoldList",
    "Folds",
    "Force",
    "GroupBy",
    "IgnoreDuplicates",
    "LabelBy",
    "Model",
    "NJobs",
    "NoImages",
    "Out",
    "Page",
    "Parameters",
    "Positive",
    "Preprocess",
    "Probabilities",
    "Range",
    "Recipe",
    "Reduce",
    "Repeats",
    "Sampling",
    "Scoring",
    "Seed",
    "Size",
    "Strategy",
    "Strict",
    "TestSize",
    "Unlabelled",
]

_DATA = "Data"
_RECIPE = "Recipe"
_FIGURES = "Figures"
_WORK = "Work and output"


def _option(flag: str, text: str, panel: str, metavar: str | None = None, **more):
    return typer.Option(flag, help=text, rich_help_panel=panel, metavar=metavar, **more)


Data = Annotated[
    str,
    typer.Argument(
        metavar="DATA",
        show_default=False,
        help="Folder with one folder per class, or CSV file with columns path,label.",
    ),
]
Model = Annotated[
    str,
    typer.Argument(
        metavar="MODEL",
        show_default=False,
        help="model.skops, or the folder that train wrote.",
    ),
]

GroupBy = Annotated[
    str | None,
    _option(
        "--group-by",
        "Images of one group are never both learned from and tested on: parent (the folder), "
        "or a regular expression searched in the path.",
        _DATA,
        "parent|REGEX",
    ),
]
LabelBy = Annotated[
    str | None,
    _option("--label-by", "Regular expression that takes the label from the path.", _DATA, "REGEX"),
]
DropClass = Annotated[
    list[str] | None,
    _option("--drop-class", "Leave a class out; may be given several times.", _DATA, "NAME"),
]
Page = Annotated[
    Any,
    _option(
        "--page",
        "Page of TIFF files with several: a number from 0, max (brightest value) or each.",
        _DATA,
        "N|max|each",
        parser=parse_page,
    ),
]
Range = Annotated[
    Any,
    _option(
        "--range",
        "Values of 16-bit and float images that become black and white; auto finds them.",
        _DATA,
        "auto|LOW,HIGH",
        parser=parse_range,
    ),
]
Strict = Annotated[
    bool,
    _option("--strict", "Refuse to go on if any file has to be set aside.", _DATA),
]

Recipe = Annotated[
    str,
    _option(
        "--recipe",
        "What the images show, which chooses features and size: quick, material, scene, object or "
        "tiny, see 'classic-cls features'; auto goes by the size and the number of the images.",
        _RECIPE,
        "NAME",
    ),
]
Features = Annotated[
    list[str] | None,
    _option(
        "--features",
        "Comma list of features or presets (texture, color, shape, all), see 'classic-cls "
        "features'; 'pyramid(lbp)' is lbp in the cells of several grids, 'multiscale(lbp)' at "
        "several sizes. Without it: those of the recipe.",
        _RECIPE,
        "NAME,...",
    ),
]
Classifier = Annotated[
    str | None,
    _option(
        "--classifier",
        "See 'classic-cls features'. Without it: kernel_ridge up to 100,000 images (svm for "
        "several labels from 5,000), then logistic.",
        _RECIPE,
        "NAME",
    ),
]
Preprocess = Annotated[
    list[str] | None,
    _option("--preprocess", "Comma list, see 'classic-cls features'.", _RECIPE, "NAME,..."),
]
Size = Annotated[
    Any,
    _option(
        "--size",
        "What images are resized to. Without it: by the recipe and the images.",
        _RECIPE,
        "N|WxH|keep",
        parser=parse_size,
    ),
]
Reduce = Annotated[
    str | None,
    _option(
        "--reduce", "Principal components, or best columns, inside the folds.", _RECIPE,
        "pca:N|select:N",
    ),
]
Strategy = Annotated[
    Any,
    _option(
        "--strategy",
        "One against the rest, one against one; chain for several labels.",
        _RECIPE,
        "ovr|ovo|chain",
        parser=one_of("ovr", "ovo", "chain"),
    ),
]
ClassWeight = Annotated[
    Any,
    _option(
        "--class-weight",
        "Weigh rare classes more.",
        _RECIPE,
        "balanced",
        parser=one_of("balanced"),
    ),
]
Sampling = Annotated[
    Any,
    _option(
        "--sampling",
        "Even the classes out before fitting: repeat images of rare ones, or leave out of others.",
        _RECIPE,
        "over|under",
        parser=one_of("over", "under"),
    ),
]
Aim = Annotated[
    str | None,
    _option(
        "--aim",
        "What the decision threshold is chosen for, on training images alone (two classes, or "
        "several labels): f1, balanced_accuracy, recall=0.99, precision=0.9, specificity=0.95, "
        "or none. Without it: f1 of every label for several labels, none for two classes.",
        _RECIPE,
        "AIM",
    ),
]
Costs = Annotated[
    list[Any] | None,
    _option(
        "--cost",
        "What a mistake costs, where others cost 1, such as defect:good=20 (a defect called "
        "good). Of two classes the threshold then makes the mean cost small. May be given "
        "several times.",
        _RECIPE,
        "TRUE:GIVEN=COST",
        parser=parse_cost,
    ),
]
Probabilities = Annotated[
    bool, _option("--probabilities", "Make the scores probabilities.", _RECIPE)
]
Parameters = Annotated[
    list[Any] | None,
    _option(
        "--set",
        "Parameter of a step, such as hog.orientations=12, \"lpq.windows=(3, 7)\" or "
        "classifier.C=0.1; may be given several times.",
        _RECIPE,
        "STEP.NAME=VALUE",
        parser=parse_setting,
    ),
]
Unlabelled = Annotated[
    list[str] | None,
    _option(
        "--unlabelled",
        "Images without labels, of the same kind and not among the labelled ones, from which "
        "dictionaries are learned once: a folder, file or pattern; may be given several times.",
        _RECIPE,
        "DIR",
    ),
]

Folds = Annotated[
    Any,
    _option(
        "--cv",
        "Folds of the cross-validation; or TIMESxSHARE, such as 5x0.2 (a fifth is held out, five "
        "times); or leave-one-group-out.",
        _FIGURES,
        "K",
        parser=parse_folds,
    ),
]
FoldList = Annotated[
    str | None,
    _option(
        "--folds",
        "Instead of --cv: CSV file with columns path,fold, such as an earlier predictions.csv, "
        "whose folds are used as they are.",
        _FIGURES,
        "FILE",
    ),
]
IgnoreDuplicates = Annotated[
    bool,
    _option(
        "--ignore-duplicates",
        "Do not look for near-duplicates, which otherwise stay on one side of every split.",
        _FIGURES,
    ),
]
By = Annotated[
    list[str] | None,
    _option(
        "--by",
        "Figures for every value of a column of the table (or group); may be given several times.",
        _FIGURES,
        "COLUMN",
    ),
]
Repeats = Annotated[
    int, _option("--repeats", "Times to divide into folds anew.", _FIGURES, "R", min=1)
]
TestSize = Annotated[
    Any,
    _option(
        "--test",
        "Share of the images to hold out for a final test, such as 0.2.",
        _FIGURES,
        "SHARE",
        parser=parse_share,
    ),
]
Positive = Annotated[
    str | None,
    _option(
        "--positive", "Class that sensitivity and specificity are about (two classes).", _FIGURES,
        "CLASS",
    ),
]
Scoring = Annotated[
    str | None,
    _option(
        "--scoring",
        "Figure to show first. Without it: accuracy; balanced accuracy above an imbalance of 3:1; "
        "micro F1 for several labels.",
        _FIGURES,
        "NAME",
    ),
]
Seed = Annotated[int, _option("--seed", "Seed of everything random.", _FIGURES, "S", min=0)]

NJobs = Annotated[
    Any,
    _option("--n-jobs", "Cores to use; -1 is all.", _WORK, "N", parser=parse_n_jobs),
]
Cache = Annotated[
    str | None,
    _option("--cache", "Folder that keeps features for the next run.", _WORK, "DIR"),
]
Out = Annotated[str | None, _option("--out", "Folder to write to.", _WORK, "DIR")]
Force = Annotated[bool, _option("--force", "Replace files of an earlier run.", _WORK)]
NoImages = Annotated[
    bool, _option("--no-images", "Leave pictures and file names out of the report.", _WORK)
]
