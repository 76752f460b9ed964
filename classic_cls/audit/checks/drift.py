"""CC421: a test part that does not look like the training part."""

import numpy as np

from ..._figure_text import figure_text, interval_text
from ..auc import area_within
from ..check import Check
from ..facts import Facts
from ..finding import Finding
from ..out_of_fold import fold_of, left_out_scores

# Less is no matter, even where there are enough images to be sure of it.
_LEAST_AREA = 0.55
_LARGE_AREA = 0.7
_LEAST_IMAGES = 10
_MOST_NAMED = 2


class Drift(Check):
    """Test images that a classifier tells from training images of the same classes."""

    code = "CC421"
    title = "the test part looks different"
    severity = "warning"
    why = "figures are about images like those of the test part, which were not learned from"
    remedy = "if this is how new images differ, keep it; if not, divide all images anew"
    needs = frozenset({"features", "duplicates"})

    def find(self, facts: Facts) -> list[Finding]:
        """The area under the curve of a cross-validated classifier, and what differs most."""
        split = facts.dataset.split
        if split is None:
            return []
        is_test = split == "test"
        if min(is_test.sum(), (~is_test).sum()) < _LEAST_IMAGES:
            return []
        strata = _strata(facts.dataset.targets)
        indicator = np.column_stack([~is_test, is_test])
        folds = fold_of(indicator, facts.units)
        if not folds.max():
            return []
        scores = left_out_scores(facts.kernel, indicator[:, 1:].astype(float), folds)[:, 0]
        area = area_within(scores, is_test, strata, facts.units)
        if area is None or area.low <= _LEAST_AREA:
            return []
        named = _most_different(facts, is_test, strata)
        message = (
            f"a classifier tells images of the test part from those of the training part: area "
            f"under the curve {figure_text(area.value)} (99% interval "
            f"{interval_text((area.low, area.high))}, by chance 50%)"
            + (f"; they differ in {' and '.join(named)}" if named else "")
        )
        figures = {"auc": round(area.value, 4), "low": round(area.low, 4)}
        figures |= {"high": round(area.high, 4)}
        severity = "warning" if area.low > _LARGE_AREA else "info"
        return [self.finding(message, severity=severity, figures=figures)]


def _strata(targets):
    """Classes: shares of classes that differ are another matter; several labels are one."""
    one = np.zeros(len(targets), int)
    return one if targets.ndim == 2 else np.unique(targets, return_inverse=True)[1]


def _most_different(facts: Facts, is_test, strata) -> list[str]:
    """What differs in the mean, and by how much, where it alone tells the parts."""
    files, pixels = facts.files, facts.pixels
    values = {name: getattr(pixels, name) for name in ("brightness", "contrast", "sharpness")}
    values |= {"colour": pixels.colour, "width": files.width, "height": files.height}
    values["bytes of the file"] = files.n_bytes
    found = []
    for name, value in values.items():
        area = area_within(np.asarray(value, float), is_test, strata, facts.units)
        if area is not None and (area.low > _LEAST_AREA or area.high < 1 - _LEAST_AREA):
            means = f"{value[~is_test].mean():.4g} in training, {value[is_test].mean():.4g} in test"
            found.append((-abs(area.value - 0.5), f"{name} (mean {means})"))
    return [words for _, words in sorted(found)[:_MOST_NAMED]]
