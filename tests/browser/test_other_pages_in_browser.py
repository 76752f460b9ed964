"""The pages of a comparison and of an evaluation in a browser."""

import pytest
from test_report_in_browser import FOLDED, NAMELESS, SIDEWAYS


@pytest.fixture(params=["comparison", "evaluation"])
def page(browser, request):
    """Each of them, freshly opened; at the end nothing was complained of or asked for."""
    path = request.getfixturevalue(request.param)
    browser.open(path)
    yield browser
    assert browser.complaints() == []
    assert browser.requests() == [path.as_uri()]


@pytest.mark.parametrize("width", [390, 1280])
def test_they_never_scroll_sideways(page, width):
    page.resize(width)
    assert page.run(SIDEWAYS) == 0


def test_they_have_landmarks_headings_and_names(page):
    assert len(page.all("main")) == len(page.all("h1")) == 1
    assert all(part.accessible_name for part in page.all("main section"))
    levels = page.run("return [...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])")
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:])) and levels.count(2) > 1
    assert page.run(NAMELESS) == []


def test_nothing_stays_folded_on_paper(page):
    page.tell("Emulation.setEmulatedMedia", media="print")
    assert page.run(FOLDED) == 0


def test_cells_of_an_evaluation_open(browser, evaluation):
    from selenium.webdriver import Keys

    browser.open(evaluation)
    cell = browser.find("#confusions td button")
    panel = browser.find(f"#{cell.get_attribute('popovertarget')}")
    browser.run("arguments[0].focus()", cell)
    browser.press(Keys.ENTER)
    assert panel.is_displayed()
    browser.press(Keys.ESCAPE)
    assert not panel.is_displayed()


def test_tables_sort(page):
    for header in page.all("table.sortable thead th:has(button)"):
        if header.is_displayed():
            header.find_element("css selector", "button").click()
            assert header.get_attribute("aria-sort") in ("ascending", "descending")
    assert page.all("table.sortable")
