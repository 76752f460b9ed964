"""Options that come in groups, each declared once; the groups are shared by the verbs.

The names of the fields are those of the parameters in Python, and with dashes those of the
options. What a group stands for is made in one place: here a data set, in `pipeline_options` a
pipeline and in `protocol_options` a ``Protocol``.
"""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import typer

from .inputs import expand_inputs, with_page
from .parsing import parse_n_jobs, parse_page, parse_share, parse_values

DATA_PANEL, RECIPE_PANEL, FIGURES_PANEL, WORK_PANEL = (
    "Data",
    "Recipe",
    "Figures",
    "Work and output",
)


def option(kind, flag: str, metavar: str | None, text: str, *, panel, usual=False, **more):
    """The type of a field that is an option; ``--help`` shows the ``usual`` ones only."""
    shown = {"help": text, "rich_help_panel": panel, "metavar": metavar, "hidden": not usual}
    return Annotated[kind, typer.Option(flag, **shown, **more)]


_data, _work = (partial(option, panel=panel) for panel in (DATA_PANEL, WORK_PANEL))

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
Page = _data(
    Any,
    "--page",
    "N|max|each",
    "Page of TIFF files with several: a number from 0, max (brightest value) or each.",
    parser=parse_page,
)
NJobs = _work(Any, "--n-jobs", "N", "Cores to use; -1 is all.", parser=parse_n_jobs)
Out = _work(str | None, "--out", "DIR", "Folder to write to.", usual=True)
Force = _work(bool, "--force", None, "Replace files of an earlier run.", usual=True)


@dataclass(frozen=True)
class DataOptions:
    """Which images there are, and what they show."""

    group_by: _data(
        str | None,
        "--group-by",
        "parent|COLUMN|REGEX",
        "Images of one group are never both learned from and tested on: parent (the name of the "
        "folder), a column of the table, or a regular expression searched in the path.",
        usual=True,
    ) = None
    label_by: _data(
        str | None,
        "--label-by",
        "REGEX",
        "Regular expression that takes the label from the path.",
    ) = None
    drop_class: _data(
        list[str] | None,
        "--drop-class",
        "NAME",
        "Leave a class out; may be given several times.",
    ) = None
    page: Page = None
    strict: _data(bool, "--strict", None, "Refuse to go on if any file has to be set aside.") = (
        False
    )

    def open(self, path: str):
        """The data set in a folder or table."""
        from ..datasets import ImageDataset

        dataset = ImageDataset.open(path, group_by=self.group_by, label_by=self.label_by)
        if self.drop_class:
            dataset = dataset.drop_classes(self.drop_class)
        if self.page == "each":
            from ..reading import count_pages

            dataset = dataset.expand_pages(count_pages)
        return dataset

    @property
    def page_to_read(self):
        """Which page a pipeline reads; "each" has made an image of every page before."""
        return None if self.page == "each" else self.page


@dataclass(frozen=True)
class LearnedFromOptions:
    """What is learned from, beside images with labels, or in place of most of them."""

    unlabelled: option(
        list[str] | None,
        "--unlabelled",
        "DIR",
        "Images without labels, of the same kind and not among the labelled ones, from which "
        "dictionaries are learned once: a folder, file or pattern; may be given several times.",
        panel=RECIPE_PANEL,
    ) = None

    one_class: option(
        str | None,
        "--one-class",
        "CLASS",
        "Learn this class alone, such as good parts, to find whatever looks different. Images of "
        "other classes are anomalies that are only tested; there need not be any.",
        panel=RECIPE_PANEL,
    ) = None
    false_alarms: option(
        Any,
        "--false-alarms",
        "SHARE",
        "With --one-class: share of new images of the class that may be called something else. "
        "Without it: 0.05, which needs 24 images; 0.01 needs 124.",
        parser=parse_share,
        panel=RECIPE_PANEL,
    ) = None

    def files(self, page=None) -> list | None:
        """The images without labels; every page of a file, where that is asked for."""
        if not self.unlabelled:
            return None
        return with_page(expand_inputs(self.unlabelled), "each" if page == "each" else None)

    def of_class(self, dataset):
        """The data set, of one class where that is asked for."""
        return dataset if self.one_class is None else dataset.one_class(self.one_class)


@dataclass(frozen=True)
class AgainstOptions:
    """Other tools to compare with."""

    against: option(
        list[str] | None,
        "--against",
        "FILE",
        "Predictions of another tool, such as a deep network, for the same images: CSV file with "
        "columns path,prediction and, where known, fold and one score_NAME per class; may be "
        "given several times.",
        panel=FIGURES_PANEL,
    ) = None

    def tables(self) -> dict[str, str] | None:
        """The files by their names."""
        return {file: file for file in self.against} if self.against else None


@dataclass(frozen=True)
class ExtraOptions:
    """What is done beside the figures of all images and the model."""

    learning_curve: option(
        bool,
        "--learning-curve",
        None,
        "Learn from fewer images too, and say what twice as many would bring. Images are described "
        "once all the same; the cross-validation takes three to four times as long.",
        panel=FIGURES_PANEL,
    ) = False
    validation_curve: option(
        Any,
        "--validation-curve",
        "NAME[=V,...]",
        "Try other values of a parameter of the classifier, such as C or classifier.C=0.1,1,10, "
        "in the same folds: is the value too small, too large, or fine?",
        parser=parse_values,
        panel=FIGURES_PANEL,
    ) = None
    leave_class_out: option(
        bool,
        "--leave-class-out",
        None,
        "Learn without each class in turn, and say how many of its images would be told to be "
        "unknown ('predict --known 0.95'): one more fit for each class.",
        panel=FIGURES_PANEL,
    ) = False
    importance: option(
        bool,
        "--importance",
        None,
        "Measure what every family of features (and all of colour) is worth: shuffled among the "
        "tested images, and left out. No image is described again.",
        panel=FIGURES_PANEL,
    ) = False
    keep_features: option(
        bool,
        "--keep-features",
        None,
        "Keep the features of all training images in the model (two bytes a number), so that "
        "'classic-cls update' can take in new images and new classes with any classifier.",
        panel=RECIPE_PANEL,
    ) = False


@dataclass(frozen=True)
class TuningOptions:
    """What is chosen by figures inside the folds."""

    tune: option(
        bool,
        "--tune",
        None,
        "Choose parameters of the classifier, and of a feature, in every fold on its training "
        "images alone (nested cross-validation); takes several times as long. See 'classic-cls "
        "tune' too.",
        panel=FIGURES_PANEL,
    ) = False


@dataclass(frozen=True)
class WorkOptions:
    """How the work is done."""

    n_jobs: NJobs = -1
    cache: _work(
        str | None,
        "--cache",
        "DIR",
        "Folder that keeps features for the next run.",
    ) = None


@dataclass(frozen=True)
class OutputOptions:
    """Where results go."""

    out: Out = None
    force: Force = False


@dataclass(frozen=True)
class ReportOptions(OutputOptions):
    """Where results go, a report among them."""

    images: _work(
        bool, "--images/--no-images", None, "Show pictures and file names in the report."
    ) = True
