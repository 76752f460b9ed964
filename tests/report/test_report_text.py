"""The report as text, for papers and for keyboards: Markdown, methods, checklist, landmarks."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from classic_cls.pipelines import make_image_pipeline
from classic_cls.report import markdown_of, pictures_of, render_report, summarize
from classic_cls.report.citations import citation, cited_steps
from classic_cls.report.html import page_environment
from classic_cls.report.reforms import MODULES, filled_in
from classic_cls.report.sections.headline import warnings
from classic_cls.report.sections.how import _told, stage_rows
from classic_cls.report.sentences import is_finding

FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


class Reading(HTMLParser):
    """Text that a reader sees: no styles, scripts or axes of drawings, no bars, no contents."""

    def __init__(self, html):
        super().__init__()
        self.text, self.tags, self._hidden = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag in ("style", "script", "svg", "title", "nav"):
            self._hidden.append(tag)

    def handle_endtag(self, tag):
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()

    def handle_data(self, data):
        if not self._hidden:
            self.text.append(data)

    @property
    def figures(self):
        return FIGURE.findall(" ".join(self.text))


@pytest.fixture
def page(training):
    return render_report(summarize(training), pictures_of(training))


def test_every_figure_of_the_page_is_in_the_markdown(page):
    text = markdown_of(page)
    found = {}
    for figure in FIGURE.findall(text):
        found[figure] = found.get(figure, 0) + 1
    axis_of_bars = {"0%", "100%"}
    for figure in set(Reading(page).figures) - axis_of_bars:
        assert found.get(figure, 0) >= Reading(page).figures.count(figure), figure


def test_the_markdown_has_the_headings_tables_and_no_markup(page):
    text = markdown_of(page)
    for heading in re.findall(r"<h2>(.*?)</h2>", page):
        assert re.search(r"(?m)^## ", text) and heading.split("<")[0].split("&")[0] in text
    assert page.count("<table") == len(re.findall(r"(?m)^\|(?: --- \|)+$", text))
    assert "data:image" not in text and "querySelector" not in text and "--card" not in text
    for table in re.findall(r"(?m)(?:^\|.*\n)+", text):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1


def test_hostile_names_stay_text_in_markdown(hostile):
    text = markdown_of(render_report(summarize(hostile), pictures_of(hostile)))
    outside_code = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.S)
    assert "\\<script" in text and not re.search(r"(?<!\\)<", outside_code)


@pytest.mark.parametrize("html, expected", [
    ("<p>a <code>b_e</code> c_d</p>", "a `b_e` c\\_d\n"),
    ("<ol><li>one</li><li>two</li></ol><p>three</p>", "1. one\n2. two\n\nthree\n"),
    ("<dl><dt>Seed</dt><dd>0</dd></dl>", "- Seed\n\n  0\n"),
    ("<pre>a\n  b|</pre>", "```\na\n  b|\n```\n"),
    ('<svg aria-label="A curve"><path d="M0"/><text>0.5</text></svg><p>x</p>',
     "(picture: A curve)\n\nx\n"),
    ('<img src="data:" alt="a.png"><br><p>x</p>', "(picture: a.png)\n\nx\n"),
    ("<table><tr><th>A</th><th>B</th></tr><tr><td>1 <small>2</small></td></tr></table>",
     "| A | B |\n| --- | --- |\n| 1 (2) |  |\n"),
])  # fmt: skip
def test_markdown(html, expected):
    assert markdown_of(html) == expected


def test_the_checklist_has_its_items_and_tells_states_apart(training):
    summary = summarize(training)
    modules = filled_in(summary)
    numbers = [item["number"] for module in modules for item in module["items"]]
    assert len(MODULES) == 8 and len(numbers) == len(set(numbers)) == 32
    assert [number[:-1] for number in numbers] == sorted(number[:-1] for number in numbers)
    for module in modules:
        for item in module["items"]:
            assert item["number"].startswith(str(module["number"]))
            assert (item["state"] == "open") == (item["known"] is None)
            assert (item["state"] == "known") == (item["open"] is None)
            assert item["known"] or item["open"]
    html = render_report(summary)
    text = " ".join(Reading(html).text)
    for state in ("from this run", "for the author"):
        assert state in text


def test_methods_number_what_they_cite(page):
    part = page[page.index('id="methods-text"') : page.index('data-copies="methods-text"')]
    paper, listed = part.split("<ol>")
    cited = {int(n) for mark in re.findall(r"\[([\d, ]+)\]", paper) for n in mark.split(",")}
    assert cited == set(range(1, listed.count("<li>") + 1))
    assert 'class="copy" data-copies="methods-text" hidden' in page


def test_the_package_is_cited_as_its_file_says():
    text = (Path(__file__).parents[2] / "CITATION.cff").read_text(encoding="utf-8")
    title = re.search(r'^title: "(.*)"$', text, re.M)[1]
    author = re.search(r"- name: (.*)$", text, re.M)[1]
    assert title in citation("1") and author in citation("1")


@pytest.mark.parametrize("classifier", ["linear_svm", "svm", "logistic", "forest", "knn"])
def test_steps_are_cited(classifier):
    pipeline = make_image_pipeline(features=["hog", "bovw"], classifier=classifier, size=32)
    steps = {row["step"]: row["references"] for row in cited_steps(pipeline)}
    assert {"HOG", "BagOfVisualWords", "DenseSIFT"} <= set(steps) and len(steps) > 3
    for texts in steps.values():
        assert texts and all(text == " ".join(text.split()) for text in texts)
        assert not any(mark in " ".join(texts) for mark in (">>>", ".. [", ":doi:", "---"))


@pytest.mark.parametrize("seconds", [
    {"extract": 1.004, "read": 5.0, "cv": 2.004, "fit": 0.004, "total": 3.02},
    {"extract": 10.4, "cv": 200.4, "fit": 20.4, "test": 0.4, "total": 231.7},
    {"cv": 1.0, "total": 0.9},
])  # fmt: skip
def test_times_add_up_as_they_are_written(seconds):
    *parts, total = [float(row["seconds"].split()[0]) for row in stage_rows(seconds)]
    assert sum(parts) == pytest.approx(total) and all(part >= 0 for part in parts)
    assert total == pytest.approx(max(seconds["total"], sum(parts)), abs=0.5)


def test_no_setting_is_told_that_is_the_default(training):
    told = _told(training.settings)
    assert {"features", "classifier", "size"} <= set(told)
    assert not {"probabilities", "views", "augment", "reduce", "strategy", "page"} & set(told)
    assert "views" in _told({**training.settings, "views": 5})
    assert "keep_duplicates_together" in _told(
        {**training.settings, "keep_duplicates_together": False}
    )


def test_landmarks_and_headers(page):
    reading = Reading(page)
    sections = [found for tag, found in reading.tags if tag == "section"]
    assert all(found.get("aria-label") for found in sections)
    places = [found["id"] for _, found in reading.tags if "id" in found]
    assert len(places) == len(set(places))
    assert all("scope" in found for tag, found in reading.tags if tag == "th")
    levels = [int(tag[1]) for tag, _ in reading.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    first = next(found for tag, found in reading.tags if tag == "a")
    assert first["href"] == "#content" and "content" in places
    assert all("alt" in found for tag, found in reading.tags if tag == "img")


def test_the_policy_knows_the_one_script(page):
    script = re.search(r"<script>(.*)</script>", page, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page and page.count("<script") == 1
    for template in ("audit.html", "stress.html", "suggestions.html"):
        source = page_environment().loader.get_source(page_environment(), template)[0]
        assert "page_head.html" in source


def test_yellow_is_for_warnings_alone(training):
    summary = summarize(training)
    html = render_report(summary, {})
    assert html.count('class="verdict"') == len(warnings(summary))
    note = "5 images of 9 of more than 8 bits (CC006)"
    more = summary | {"notes": [*summary["notes"], note]}
    assert is_finding(note) and len(warnings(more)) == len(warnings(summary)) + 1
    found = " ".join(Reading(render_report(more, {})).text)
    assert found.count("5 images of 9 of more than 8 bits") == 2  # at the head, and in the audit
    assert "more than 8 bits (CC006)" in found


def test_the_head_stands_in_its_order(tuned):
    html = render_report(summarize(tuned), {})
    marks = ['class="value"', "95% interval", "For comparison", "What this means", "missed"]
    places = [html.index(mark) for mark in marks]
    assert places == sorted(places)
    assert html.index(" missed") < html.index("false alarms")


def test_classes_have_intervals(training):
    for part in ("cv", "test"):
        for row in summarize(training)[part]["per_class"] or ():
            for name in ("precision", "recall"):
                limits, value = row[f"{name}_interval"], row[name]
                assert (limits is None) or limits[0] <= value <= limits[1]
                assert limits is not None or value is None or name == "precision"
