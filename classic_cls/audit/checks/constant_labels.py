"""CC204: labels that every image has, or none."""

import numpy as np

from ..._validation import quoted
from ..check import Check
from ..facts import Facts
from ..finding import Finding


class ConstantLabels(Check):
    """Labels, of several an image, that are never there or never missing."""

    code = "CC204"
    title = "labels that are always or never there"
    severity = "warning"
    why = "there is nothing to learn, and any answer about them is right"
    remedy = "leave these labels out, or add images that differ in them"

    def find(self, facts: Facts) -> list[Finding]:
        """Those that all images with a known value have, and those that none has."""
        dataset = facts.dataset.training()
        if not dataset.multilabel or not len(dataset):
            return []
        names = np.array(dataset.class_names, dtype=object)
        never = names[~(dataset.targets == 1).any(axis=0)].tolist()
        always = names[~(dataset.targets == 0).any(axis=0)].tolist()
        always = [name for name in always if name not in never]
        kinds = ((never, "on no training image"), (always, "on every training image"))
        return [
            self.finding(f"{_labels(found)} {where}", figures={"labels": found})
            for found, where in kinds
            if found
        ]


def _labels(names: list[str]) -> str:
    return f"label {quoted(names)} is" if len(names) == 1 else f"labels {quoted(names)} are"
