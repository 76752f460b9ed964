"""A figure that a stranger adds is in result.json and in the report."""

from dataclasses import replace

from classic_cls.evaluation import FIGURES, Figure, score
from classic_cls.evaluation.figures.behind import POSITIVES, Counts
from classic_cls.report import render_report, summarize


def test_a_new_figure_is_in_the_file_and_on_the_page(tuned, monkeypatch):
    record = Figure(
        "found_twice",
        "Found twice",
        "a share that nobody knew of",
        ("binary",),
        Counts(lambda c: c.of_positive("recall") ** 2, POSITIVES),
        needs=("positive",),
        front=("positive",),
    )
    monkeypatch.setitem(FIGURES, record.name, record)
    again = replace(tuned.cv, figures=score(tuned.cv.predictions).figures)
    assert set(again.figures) - set(tuned.cv.figures) == {record.name}
    summary = summarize(replace(tuned, cv=again))
    value = summary["cv"]["found_twice"]["value"]
    assert value == again.figures["sensitivity"].value ** 2
    page = render_report(summary)
    front, _ = page.split("more figures")
    assert "Found twice" in front and record.meaning in front and f"{100 * value:.1f}%" in front
