"""A section is a class, a template beside it, and an entry in the list."""

import pytest

from classic_cls.report import SECTIONS, Section, pictures_of, render_report, summarize


class Sharpness(Section):
    """A section of somebody else's; its template lies beside this file."""

    key = "sharpness"

    def summarize(self, training):
        """``sharpness``: the number ``n`` of classes."""
        return {"sharpness": {"n": len(training.cv.class_names)}, "cv": {"blurred": None}}

    def pictures(self, training):
        return [training.cv.predictions.paths[0]]

    def show(self, summary, pictures):
        return {"word": "nameless" if pictures is None else f"seen in {pictures[0]}"}


class Empty(Section):
    """Has nothing to show, and no template."""

    key = "empty"

    def show(self, summary, pictures):
        return None


@pytest.fixture
def sharp():
    SECTIONS.extend([Sharpness(), Empty()])
    yield
    del SECTIONS[-2:]


def test_a_new_section_is_in_the_result_and_on_the_page(sharp, official):
    summary = summarize(official)
    assert summary["sharpness"] == {"n": 2} and summary["cv"]["blurred"] is None
    html = render_report(summary)
    assert "<h2>Sharpness</h2>\n  <p>2 classes, nameless</p>" in html
    assert html.rindex("Sharpness") > html.rindex("How it was obtained")
    shown = render_report(summary, pictures_of(official))
    assert f"seen in {official.cv.predictions.paths[0]}" in shown


def test_sections_do_not_overwrite_each_other(sharp, official, monkeypatch):
    monkeypatch.setattr(Sharpness, "summarize", lambda self, training: {"cv": {"folds": 3}})
    with pytest.raises(ValueError, match="two sections of the report give 'folds'"):
        summarize(official)


def test_every_section_has_a_key_a_template_and_words():
    keys = [section.key for section in SECTIONS]
    assert len(set(keys)) == len(keys)
    for section in SECTIONS:
        assert section.template.is_file() and section.template.stem == section.key
        assert type(section).__doc__ and type(section).__module__.endswith(f".{section.key}")
