"""The REFORMS checklist, filled in from what is known."""

from ..reforms import CITATION, filled_in
from ..section import Section

_STATES = {"known": "from this run", "partly": "to be completed", "open": "for the author"}


class Checklist(Section):
    """Every item of the checklist: what this run knows, and what is left to the author."""

    key = "checklist"

    def show(self, summary, pictures) -> dict:
        """Modules of items, how many are in which state, and what to cite."""
        modules = filled_in(summary)
        states = [item["state"] for module in modules for item in module["items"]]
        return {
            "modules": modules,
            "words": _STATES,
            "n_items": len(states),
            "counts": {state: states.count(state) for state in _STATES},
            "citation": CITATION,
        }
