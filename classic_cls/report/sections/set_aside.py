"""Files that took no part."""

from collections import Counter

from ...notes import without_names
from ..section import Section

_MOST_NAMED = 200


class SetAside(Section):
    """Files that took no part, and why."""

    key = "set_aside"
    of_results = True

    def summarize(self, training) -> dict:
        """``rejected``: a list of ``path``, ``reason`` and, of one that names another file,
        ``reason_without_names``.
        """
        return {"rejected": [_plain(item) for item in training.rejected]}

    def show(self, summary, pictures) -> dict | None:
        """Files with their reasons, or, where they may not be named, reasons with counts."""
        rejected = summary["rejected"]
        if not rejected:
            return None
        named = pictures is not None
        rows = _named(rejected) if named else _counted(rejected)
        left = len(rejected) - len(rows) if named else 0
        return {"n": len(rejected), "named": named, "rows": rows, "left": left}


def _plain(item) -> dict:
    found = {"path": item.path, "reason": item.reason}
    nameless = without_names(item.reason)
    return found if nameless == item.reason else found | {"reason_without_names": nameless}


def _named(rejected) -> list[dict]:
    return [{"what": item["path"], "reason": item["reason"]} for item in rejected[:_MOST_NAMED]]


def _counted(rejected) -> list[dict]:
    reasons = Counter(item.get("reason_without_names", item["reason"]) for item in rejected)
    return [{"what": f"{count:,}", "reason": reason} for reason, count in reasons.most_common()]
