"""CC301: labels that are likely wrong."""

import numpy as np

from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged

# More likely wrong than right.
_WRONG = 0.5
# What is less sure to be of one class is not relabelled.
_SURE = 0.7


class Mislabelled(Check):
    """Images so much like another class that their label is more likely wrong than right."""

    code = "CC301"
    title = "labels likely wrong"
    severity = "warning"
    why = "wrong labels are learned, and in the test part they make right answers count as wrong"
    remedy = "look at the images, the likeliest first, and correct or drop those that are wrong"
    fixes_unasked = False  # what a model finds hard is not left out by a model, but by a person
    needs = frozenset({"features", "duplicates", "probabilities"})

    def find(self, facts: Facts) -> list[Finding]:
        """The likeliest first, with the class that each looks like."""
        noise = facts.label_noise
        places = np.argwhere(noise.wrong >= _WRONG)
        if not len(places):
            return []
        order = np.argsort(-noise.wrong[tuple(places.T)], kind="stable")
        tell = self._label if facts.dataset.multilabel else self._class
        flagged = [tell(facts, *place) for place in places[order].tolist()]
        n_of = int((facts.dataset.targets != -1).sum()) if noise.wrong.ndim == 2 else len(facts)
        figures = {"n": len(flagged), "n_expected": round(noise.n_wrong, 1), "n_of": n_of}
        message = (
            f"about {max(round(noise.n_wrong), 1):,} of {n_of:,} labels are expected to be wrong "
            f"({noise.n_wrong / n_of:.1%}); {_these(len(flagged))} wrong more likely than not"
        )
        return [self.finding(message, flagged, figures=figures)]

    def _class(self, facts, row):
        found = facts.probabilities[row].copy()
        names, given = facts.dataset.class_names, facts.dataset.targets[row]
        found[names.index(given)] = 0
        best = int(found.argmax())
        is_sure = found[best] >= _SURE * found.sum()
        detail = f"{given}, but looks like {names[best]} (wrong with {_chance(facts, row)})"
        return Flagged(row, detail, ("relabel", names[best]) if is_sure else "drop")

    def _label(self, facts, row, label):
        name, given = facts.dataset.class_names[label], facts.dataset.targets[row, label]
        said = f"has {name}, but does not look so" if given else f"lacks {name}, but looks like it"
        return Flagged(row, f"{said} (wrong with {_chance(facts, (row, label))})")


def _these(n: int) -> str:
    return "this one is" if n == 1 else f"these {n:,} are"


def _chance(facts, place) -> str:
    return f"a chance of {min(facts.label_noise.wrong[place], 0.99):.0%}"
