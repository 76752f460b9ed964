"""How figures are obtained: the options of a protocol."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from .options import FIGURES_PANEL, RECIPE_PANEL, option
from .parsing import parse_cost, parse_folds, parse_share, split_names

_figures = partial(option, panel=FIGURES_PANEL)

By = _figures(
    list[str] | None,
    "--by",
    "COLUMN",
    "Figures for every value of a column of the table (or group); may be given several times.",
)
Seed = _figures(int, "--seed", "S", "Seed of everything random.", min=0)
Costs = option(
    list[Any] | None,
    "--cost",
    "TRUE:GIVEN=COST",
    "What a mistake costs, where others cost 1, such as defect:good=20 (a defect called good). Of "
    "two classes the threshold then makes the mean cost small. May be given several times.",
    parser=parse_cost,
    panel=RECIPE_PANEL,
)


@dataclass(frozen=True)
class ProtocolOptions:
    """The parameters of a ``Protocol``, but those about a test and parts of the images."""

    cv: _figures(
        Any,
        "--cv",
        "K",
        "Folds of the cross-validation; or TIMESxSHARE, such as 5x0.2 (a fifth is held out, five "
        "times); or leave-one-group-out.",
        parser=parse_folds,
        usual=True,
    ) = 5
    repeats: _figures(int, "--repeats", "R", "Times to divide into folds anew.", min=1) = 1
    folds: _figures(
        str | None,
        "--folds",
        "FILE",
        "Instead of --cv: CSV file with columns path,fold, such as an earlier predictions.csv, "
        "whose folds are used as they are.",
    ) = None
    keep_duplicates_together: _figures(
        bool,
        "--keep-duplicates-together/--no-keep-duplicates-together",
        None,
        "Look for near-duplicates, and keep them on one side of every split.",
    ) = True
    positive: _figures(
        str | None, "--positive", "CLASS",
        "Class of two that is looked for: the aim, sensitivity and specificity are about it. "
        "Without it: that of well-known names, or for an aim a clearly rarer one.",
    ) = None
    scoring: _figures(
        str | None,
        "--scoring",
        "NAME",
        "Figure to show first. Without it: accuracy; balanced accuracy above an imbalance of 3:1; "
        "micro F1 for several labels.",
    ) = None
    costs: Costs = None
    seed: Seed = 0

    def protocol(self):
        """The ``Protocol``."""
        from ..evaluation import Protocol

        lists = {"costs": dict(self.costs or ()) or None, "by": split_names(self._columns)}
        return Protocol(**vars(self) | lists)

    def for_pipelines(self) -> dict:
        """What pipelines are made with too."""
        costs = dict(self.costs or ()) or None
        return {"costs": costs, "positive": self.positive, "random_state": self.seed}

    @property
    def _columns(self) -> list[str]:
        return []


@dataclass(frozen=True)
class TrainProtocolOptions(ProtocolOptions):
    """All parameters of a ``Protocol``."""

    test_size: _figures(
        Any,
        "--test-size",
        "SHARE",
        "Share of the images to hold out for a final test, such as 0.2.",
        parser=parse_share,
        usual=True,
    ) = None
    by: By = None

    @property
    def _columns(self) -> list[str]:
        return self.by or []
