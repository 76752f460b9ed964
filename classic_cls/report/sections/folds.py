"""How much the folds differ."""

from ...evaluation import fold_spread, record_of
from ..dots import dot_plot
from ..estimates import value_and_interval
from ..section import Section


class Folds(Section):
    """The headline figure of each fold as a dot, with its interval and a line for all images."""

    key = "folds"

    def summarize(self, training) -> dict:
        """``cv``: ``fold_spread``, a list, empty where the headline is no figure of ours.

        ``repeat`` and ``fold`` (from 1), ``n_images``, and ``value``, ``interval`` and
        ``interval_method`` of the headline, None where the images of a fold do not define it.
        """
        nothing = {"value": None, "interval": None, "interval_method": None}
        rows = [
            {
                "repeat": one.repeat,
                "fold": one.fold,
                "n_images": one.n_images,
                **(nothing if one.estimate is None else value_and_interval(one.estimate)),
            }
            for one in fold_spread(training.cv)
        ]
        return {"cv": {"fold_spread": rows}}

    def show(self, summary, pictures) -> dict | None:
        """The drawing, where there are two folds at least."""
        name, cv = summary["headline"], summary["cv"]
        record, rows = record_of(name, summary["task"]), cv.get("fold_spread") or []
        pooled = cv[name]["value"]
        several = len({row["repeat"] for row in rows}) > 1
        named = [(_name(row, several), row) for row in rows]
        plot = dot_plot(named, pooled, record) if pooled is not None else None
        return plot and {"title": record.title, "plot": plot}


def _name(row: dict, several: bool) -> str:
    return f"repeat {row['repeat']}, fold {row['fold']}" if several else f"fold {row['fold']}"
