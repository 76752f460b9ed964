"""The report: right, self-contained, safe, and silent about names where asked."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from classic_cls.report import mistakes, render_report, summarize

VOID = {"meta", "img", "br", "wbr", "link", "input", "hr"}


class Page(HTMLParser):
    """Checks that tags are balanced; keeps tags, attributes and text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.texts = [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    def attributes(self, name):
        return [found[name] for _, found in self.tags if name in found]


@pytest.fixture
def html(training):
    return render_report(summarize(training), mistakes(training))


def test_tags_are_balanced(html):
    page = Page(html)
    tags = [tag for tag, _ in page.tags]
    assert html.startswith("<!DOCTYPE html>")
    assert tags.count("h1") == tags.count("title") == tags.count("main") == 1


def test_nothing_outside_is_referred_to(html):
    page, loading = Page(html), {"script", "link", "iframe", "object", "base", "form"}
    assert not {tag for tag, _ in page.tags} & loading
    assert all(source.startswith("data:image/") for source in page.attributes("src"))
    assert not page.attributes("href") and not page.attributes("onerror")
    assert not re.search(r"https?://|url\(|@import", html)


def test_the_main_figure_is_said(html, training):
    text, cv = Page(html).text, training.cv
    headline = cv.metrics[cv.headline]
    assert f"{100 * headline.value:.1f}%" in text
    low, high = headline.interval[:2]
    assert f"95% interval {100 * low:.1f} to {100 * high:.1f}; always" in text
    assert f": {100 * cv.dummy[cv.headline].value:.1f}%)." in text
    assert f"{cv.n_folds}-fold cross-validation" in text
    for method in {estimate.interval.method for estimate in cv.metrics.values()}:
        assert method in text


def test_a_summary_read_from_a_file_gives_the_same_page(training):
    summary = summarize(training)
    assert render_report(json.loads(json.dumps(summary))) == render_report(summary)


def test_no_place_of_this_machine_is_told(training):
    root = training.dataset.root.resolve()
    summary = summarize(training, command=f"classic-cls train '{root}'")
    html = render_report(summary, mistakes(training))
    assert str(root) not in html and str(root.parent) not in html
    assert "/tmp" not in html and str(Path.home()) not in html


def test_hostile_names_stay_text(hostile):
    html = render_report(summarize(hostile), mistakes(hostile))
    page = Page(html)
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "b", "i"})
    # One img for each mistake, none from a file name.
    assert all(set(found) == {"src", "alt"} for tag, found in page.tags if tag == "img")
    assert all(name in page.attributes("title") for name in hostile.cv.class_names)
    assert hostile.dataset.name in page.text


def test_without_images_no_file_is_named(training):
    html = render_report(summarize(training))
    assert "<img" not in html and "Most confident mistakes" not in html
    names = [path.rpartition("/")[2] for path in training.dataset.relative_paths()]
    text = Page(html).text
    assert not [name for name in names if name in text or name in html]
    assert ".png" not in text


def test_rejected_files(hostile):
    summary = summarize(hostile)
    named, nameless = render_report(summary, []), render_report(summary)
    reason = summary["rejected"][0]["reason"]
    assert "broken_98.png" in Page(named).text and reason in Page(named).text
    assert "broken_98.png" not in nameless and reason in Page(nameless).text
    masked = {"path": "a.png", "reason": "its mask 'Ann's.png': no such file"}
    html = render_report(summary | {"rejected": [masked] * 3})
    assert "Ann" not in html and "its mask …: no such file" in Page(html).text


def test_many_rejected_files_are_counted(hostile):
    rejected = [{"path": f"lost{i}.png", "reason": "damaged"} for i in range(1000)]
    text = Page(render_report(summarize(hostile) | {"rejected": rejected}, [])).text
    assert "Set aside: 1,000 files" in text and "800 more are in result.json" in text


def test_test_part(held_out, official, hostile):
    for training, name in ((held_out, "held-out test part"), (official, "official test part")):
        text = Page(render_report(summarize(training))).text
        share = 100 * training.test.metrics[training.cv.headline].value
        assert f"on the {name} of 12 images, which the model never saw: {share:.1f}%" in text
    assert "test part" not in Page(render_report(summarize(hostile))).text


def test_guessing_is_called_so(held_out):
    summary = summarize(held_out)
    estimate = summary["cv"][summary["headline"]]
    for dummy, expected in (
        (estimate["value"], "Not distinguishable from guessing the most frequent class."),
        (1.0, "Worse than always answering the most frequent class."),
        (0.0, None),
    ):
        summary["dummy"][summary["headline"]] = dummy
        text = Page(render_report(summary)).text
        assert ("Not distinguishable" in text or "Worse than" in text) == (expected is not None)
        assert expected is None or expected in text


def test_multilabel_figures(multilabel):
    text = Page(render_report(summarize(multilabel), mistakes(multilabel))).text
    for title in ("Hamming loss", "Subset accuracy", "Micro F1", "Macro F1", "F1 per image"):
        assert title in text
    assert "Confusions" not in text and "missed:" in text and "wrongly given:" in text


def test_micro_averages_of_single_labels_are_not_repeated(held_out):
    assert "Micro" not in Page(render_report(summarize(held_out))).text


def with_classes(summary, n):
    """The same summary with another number of classes."""
    names = [f"class number {i} of a long name" for i in range(n)]
    row = summary["cv"]["per_class"][0]
    confusion = [[10 if i == j else int((i + 1) % n == j) for j in range(n)] for i in range(n)]
    per_class = [row | {"name": name} for name in names]
    cv = summary["cv"] | {"confusion": confusion, "per_class": per_class}
    return summary | {"class_names": names, "cv": cv}


@pytest.mark.parametrize("n", [2, 17, 40, 41])
def test_confusions_by_number_of_classes(held_out, n):
    page = Page(render_report(with_classes(summarize(held_out), n)))
    tables = [found["class"] for tag, found in page.tags if tag == "table"]
    assert any("confusion" in table for table in tables) == (n <= 40)
    assert "0 of a long name taken for class number 1 of a long name : 1 of 11" in page.text
    cells = [title for title in page.attributes("title") if " labelled as " in title]
    assert len(cells) == (n * n if n <= 40 else 0)


def test_without_a_confusion(held_out):
    summary = with_classes(summarize(held_out), 3)
    summary["cv"]["confusion"] = [[5, 0, 0], [0, 5, 0], [0, 0, 0]]
    text = Page(render_report(summary, [])).text
    assert text.count("None: every image was labelled correctly.") == 2


def test_long_names_are_shortened_but_told(official):
    name = "x" * 300
    page = Page(render_report(with_classes(summarize(official), 2) | {"class_names": [name, "y"]}))
    assert any(name in title for title in page.attributes("title"))


def test_a_scorer_without_interval(official):
    summary = summarize(official)
    lone = summary["cv"]["accuracy"] | {"value": -0.5, "interval": None, "interval_method": None}
    cv = summary["cv"] | {"neg_log_loss": lone, "overfitting_gap": None}
    cv["metrics"] = ["neg_log_loss", *cv["metrics"]]
    summary |= {"headline": "neg_log_loss", "cv": cv}
    summary["test"] = summary["test"] | {"neg_log_loss": None}
    text = Page(render_report(summary)).text
    assert "neg_log_loss is -0.500 in 3-fold cross-validation." in text


def test_the_page_is_small_without_pictures(training):
    assert len(render_report(summarize(training))) < 60_000


def test_a_mistake_without_picture(official):
    found = [replace(m, thumbnail=None) for m in mistakes(official, limit=1)]
    assert "not readable any more" in Page(render_report(summarize(official), found)).text
