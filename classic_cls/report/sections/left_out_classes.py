"""Images of no class that was learned: are they found out."""

from ..._figure_text import figure_text, interval_text
from ..section import Section
from ..wording import share_interval_text


class LeftOutClasses(Section):
    """How many images of a class are told to be unknown by models trained without it."""

    key = "left_out_classes"

    def summarize(self, training) -> dict:
        """``left_out_classes``, only where it was asked for.

        ``share_known``: share of the images of known classes that is to keep its label, and
        ``kept`` that share, measured (None with too few images). ``rejected`` and ``auc``: mean
        over the classes, ``value`` and ``interval``. ``classes``: of each its ``name``, ``n``
        images, the share ``rejected``, the ``auc`` and the class that the others of its images were
        most often ``taken_for``. ``sentence``: what it means.
        """
        found = training.left_out_classes
        return {} if found is None else {"left_out_classes": found.plain()}

    def show(self, summary, pictures) -> dict | None:
        """The sentence, the means, and a row for every class, the hardest first."""
        found = summary.get("left_out_classes")
        if found is None:
            return None
        sentence = found["sentence"]
        rows = sorted(found["classes"], key=lambda row: row["rejected"])
        shares = {"rejected": True, "auc": False}
        means = {
            name: {
                "value": figure_text(found[name]["value"], share),
                "interval": interval_text(found[name]["interval"], share),
            }
            for name, share in shares.items()
        }
        return {
            "sentence": f"{sentence[0].upper()}{sentence[1:]}.",
            "share": f"{100 * found['share_known']:g}%",
            "kept": found["kept"] and f"{100 * found['kept']:.1f}%",
            "rows": [
                row
                | {name: figure_text(row[name], share) for name, share in shares.items()}
                | {"interval": share_interval_text(row["rejected"], row["n"])}
                for row in rows
            ],
            **means,
        }
