"""The figure to see first."""

from .. import sentences, tables, wording
from ..section import Section

__all__ = ["Headline"]


class Headline(Section):
    """The main figure, large, beside that of the dummy, and in one sentence."""

    key = "headline"

    def summarize(self, training) -> dict:
        """``headline``: name of the figure to show first."""
        return {"headline": training.cv.headline}

    def show(self, summary, pictures) -> dict:
        """The figure as text, as a bar and in sentences."""
        return _values(summary) | {
            "dummy_words": sentences.dummy_words(summary["task"]),
            "sentence": sentences.headline_sentence(summary),
            "verdict": sentences.verdict(summary),
            "test_sentence": sentences.test_part_sentence(summary),
            "flattery": sentences.flattery_sentence(summary),
        }


def _values(summary: dict) -> dict:
    name = summary["headline"]
    estimate, dummy = summary["cv"][name], summary["dummy"].get(name)
    share, interval = wording.is_share(name), estimate["interval"]
    has_scale = wording.from_0_to_1(name)
    return {
        "title": wording.metric_words(name, summary["task"]).title,
        "value": wording.figure(estimate["value"], share),
        "interval": wording.interval_text(interval, share) if interval else None,
        "dummy": None if dummy is None else wording.figure(dummy, share),
        "bar": tables.bar(estimate["value"], interval) if has_scale and interval else None,
        "ends": ("0%", "100%") if share else ("0", "1"),
        "dummy_at": None if dummy is None or not has_scale else round(100 * dummy, 2),
    }
