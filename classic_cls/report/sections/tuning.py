"""What was tried before this model was chosen, and what its figure is worth then."""

from ..._figure_text import figure_text, interval_text
from ...evaluation import record_of
from ..section import Section
from ..wording import megabytes

_MOST = 20


class Tuning(Section):
    """The candidates of a search, or what was chosen in every fold."""

    key = "tuning"

    def summarize(self, training) -> dict:
        """``tuning``, only where something was searched; see `ImageSearch.plain`.

        Of a search: ``figure``, ``best``, its figure ``raw`` and ``corrected`` for the choice (None
        for one candidate), the ``leaderboard`` of what was cross-validated on all images, every
        candidate ``tried``, and the ``command`` that trains the best one again. Of ``--tune``: the
        ``grid``, what was ``chosen`` in the end, and in each of the ``folds``, with the figure of
        every setting there.
        """
        return {} if training.tuning is None else {"tuning": training.tuning}

    def show(self, summary, pictures) -> dict | None:
        """A sentence, and tables as text."""
        found = summary.get("tuning")
        if found is None:
            return None
        text = found["sentence"]
        shown = {"sentence": f"{text[0].upper()}{text[1:]}.", "command": found.get("command")}
        return shown | _leaderboard(found, summary["task"]) | _folds(found, summary["task"])


def _leaderboard(found: dict, task: str) -> dict:
    """The best candidates; that of the best corrected."""
    name = found["figure"]
    record = record_of(name, task)
    rows = [_row(row, name, record.percent) for row in found.get("leaderboard", [])]
    return {"title": record.title, "rows": rows[:_MOST], "left": max(0, len(rows) - _MOST)}


def _row(row: dict, name: str, share: bool) -> dict:
    limits = [row[f"{name}_low"], row[f"{name}_high"]]
    has_interval = None not in limits
    return {
        "name": row["name"],
        "value": figure_text(row[name], share),
        "interval": interval_text(limits if has_interval else None, share),
        "corrected": figure_text(row[f"{name}_corrected"], share),
        "lead": figure_text(row["best_lead"], share, unit=""),
        **_costs(row),
    }


def _costs(row: dict) -> dict:
    """What it takes, as text."""
    sizes = {name: row.get(f"{name}_bytes") for name in ("memory", "model")}
    return {
        "fit": f"{row['fit_seconds']:.2f} s",
        "decide": f"{1000 * row['predict_seconds_per_image']:.3g} ms",
        **{name: "-" if size is None else megabytes(size) for name, size in sizes.items()},
    }


def _folds(found: dict, task: str) -> dict:
    """What was chosen in every fold."""
    share = record_of(found["figure"], task).percent
    folds = [
        {
            "fold": fold["fold"] if fold["repeat"] == 1 else f"{fold['fold']} ({fold['repeat']})",
            "chosen": _settings(fold["chosen"]),
            "value": figure_text(fold["value"], share),
        }
        for fold in found.get("folds", [])
    ]
    chosen = _settings(found["chosen"]) if "chosen" in found else None
    return {"folds": folds, "chosen": chosen}


def _settings(settings: dict) -> str:
    return ", ".join(f"{name} = {value}" for name, value in settings.items()) or "as given"
