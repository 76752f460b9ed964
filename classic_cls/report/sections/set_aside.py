"""Files that took no part."""

from collections import Counter

from ..plain import relative_text
from ..section import Section

__all__ = ["SetAside"]

_MOST_NAMED = 200


class SetAside(Section):
    """Files that took no part, and why."""

    key = "set_aside"

    def summarize(self, training) -> dict:
        """``rejected``: a list of ``path`` and ``reason``."""
        root = training.dataset.root
        return {
            "rejected": [
                {"path": item.path, "reason": relative_text(item.reason, root)}
                for item in training.rejected
            ]
        }

    def show(self, summary, pictures) -> dict | None:
        """Files with their reasons, or, where they may not be named, reasons with counts."""
        rejected = summary["rejected"]
        if not rejected:
            return None
        named = pictures is not None
        rows = _named(rejected) if named else _counted(rejected)
        left = len(rejected) - len(rows) if named else 0
        return {"n": len(rejected), "named": named, "rows": rows, "left": left}


def _named(rejected) -> list[dict]:
    return [{"what": item["path"], "reason": item["reason"]} for item in rejected[:_MOST_NAMED]]


def _counted(rejected) -> list[dict]:
    reasons = Counter(_without_quoted(item["reason"]) for item in rejected)
    return [{"what": f"{count:,}", "reason": reason} for reason, count in reasons.most_common()]


def _without_quoted(reason: str) -> str:
    """A reason may quote the name of a mask; from the first quote to the last it is cut."""
    first, last = reason.find("'"), reason.rfind("'")
    return reason if first == last else reason[:first] + "…" + reason[last + 1 :]
