"""Figures of whole images, where what is classified are regions of them."""

from ..._figure_text import figure_text, interval_text
from ...evaluation import front_page, record_of
from ..estimates import value_and_interval
from ..section import Section, of_both
from ..sentences import test_part


class Sources(Section):
    """One answer a source image, by the mean scores of its regions, beside one a region."""

    key = "sources"

    def summarize(self, training) -> dict:
        """``per_source`` of ``cv`` and ``test``: None where images are no regions of shared files.

        Otherwise ``n_images``, the source images, ``n_regions`` of them, and the figures of one
        answer for each image.
        """
        return of_both(training, "per_source", _of_sources)

    def show(self, summary, pictures) -> dict | None:
        """A row for every figure that matters."""
        found, test = summary["cv"]["per_source"], summary["test"]["per_source"]
        if found is None:
            return None
        names = [name for name in summary["cv"]["metrics"] if name in found]
        task = summary["task"]
        front = front_page(names, summary["headline"], task, summary["positive"])
        return {
            "n": found["n_images"],
            "n_regions": found["n_regions"],
            "rows": [_row(summary, name, test) for name in names if name in front],
            "test_part": test_part(summary) if test else None,
            "n_tested": test and test["n_images"],
        }


def _of_sources(result) -> dict | None:
    found = result.of_sources
    return found and {
        "n_images": found.predictions.n_tested,
        "n_regions": result.predictions.n_tested,
        **{name: value_and_interval(estimate) for name, estimate in found.figures.items()},
    }


def _row(summary: dict, name: str, test) -> dict:
    record = record_of(name, summary["task"])
    share, found = record.percent, summary["cv"]["per_source"][name]
    tested = (test or {}).get(name)
    return {
        "title": record.title,
        "of_regions": figure_text(summary["cv"][name]["value"], share),
        "of_regions_interval": interval_text(summary["cv"][name]["interval"], share),
        "value": figure_text(found["value"], share),
        "interval": interval_text(found["interval"], share),
        "test": None if tested is None else figure_text(tested["value"], share),
        "test_interval": None if tested is None else interval_text(tested["interval"], share),
    }
