"""A report of 1,000 images, clicked through as a person does, by mouse and by keyboard."""

import re

import pytest


@pytest.fixture
def page(browser, report):
    """The report, freshly opened; at the end nothing was complained of or asked for."""
    browser.open(report)
    yield browser
    assert browser.complaints() == []
    assert browser.requests() == [report.as_uri()]


def _column(page, table, number):
    """Words of a column, as they stand on the page."""
    script = "return [...arguments[0].tBodies[0].rows].filter(r => !r.hidden)"
    return page.run(f"{script}.map(r => r.cells[arguments[1]].innerText.trim())", table, number)


def _numbers(texts):
    return [float(re.search(r"[\d.]+", text).group().replace(",", "")) for text in texts]


def _shown(page, table):
    return page.run("return [...arguments[0].tBodies[0].rows].filter(r => !r.hidden).length", table)


def _focused(page):
    return page.driver.switch_to.active_element


@pytest.fixture
def classes(page):
    """The table of classes, of which there are more than fit."""
    return page.find("#classes table")


def test_cells_open_by_mouse(page):
    cell = page.find("#confusions td.miss button")
    panel = page.find(f"#{cell.get_attribute('popovertarget')}")
    assert not panel.is_displayed()
    cell.click()
    assert panel.is_displayed() and "taken for" in panel.text
    pictures = panel.find_elements("css selector", "img")
    assert pictures and all(page.run("return arguments[0].naturalWidth", p) for p in pictures)
    panel.find_element("css selector", "button.close").click()
    assert not panel.is_displayed()


@pytest.mark.parametrize("closing", ["ENTER", "ESCAPE"])
def test_cells_open_by_keyboard(page, closing):
    from selenium.webdriver import Keys

    first, second = page.all("#confusions td button")[:2]
    page.run("arguments[0].focus()", first)
    page.press(Keys.TAB)
    assert _focused(page) == second
    page.press(Keys.ENTER)
    panel = page.find(f"#{second.get_attribute('popovertarget')}")
    assert panel.is_displayed() and _focused(page).text == "Close"
    page.press(getattr(Keys, closing))
    assert not panel.is_displayed() and _focused(page) == second


def test_tables_sort_by_click(page, classes):
    header = classes.find_elements("css selector", "thead th")[1]
    header.find_element("css selector", "button").click()
    falling = _numbers(_column(page, classes, 1))
    assert header.get_attribute("aria-sort") == "descending"
    assert falling == sorted(falling, reverse=True) and falling[0] > falling[-1]
    header.find_element("css selector", "button").click()
    rising = _numbers(_column(page, classes, 1))
    assert header.get_attribute("aria-sort") == "ascending"
    assert rising == sorted(rising) and rising[0] < falling[-1]


def test_tables_sort_by_keyboard(page, classes):
    from selenium.webdriver import Keys

    button = classes.find_element("css selector", "thead button")
    page.run("arguments[0].focus()", button)
    for key in (Keys.ENTER, Keys.SPACE):
        page.press(key)
        names = _column(page, classes, 0)
        assert names == sorted(names, reverse=key == Keys.SPACE)
    assert _focused(page) == button


def test_long_tables_unfold(page, classes):
    button = page.find("#classes button.more")
    assert _shown(page, classes) == 20 and button.text == "20 more classes"
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    assert _shown(page, classes) == 40 and button.get_attribute("aria-expanded") == "true"
    button.click()
    assert _shown(page, classes) == 20


def test_long_tables_filter(page, classes):
    from selenium.webdriver import Keys

    field = page.find("#classes input[type=search]")
    field.send_keys("KIND_3")
    assert all("kind_3" in name for name in _column(page, classes, 0))
    assert page.find("#classes [role=status]").text == "10 of 40" and _shown(page, classes) == 10
    field.send_keys(Keys.BACKSPACE * 6)
    assert _shown(page, classes) == 20


def test_the_methods_are_copied(page):
    button = page.find("button.copy")
    button.click()
    page.run("return new Promise(done => setTimeout(done, 100))")
    assert button.text in ("Copied", "Selected: press Ctrl+C")
    selected = page.run("return getSelection().toString()")
    assert button.text == "Copied" or "classic_cls" in selected


def test_contents_lead_to_every_section(page):
    links = page.all("nav a")
    assert len(links) > 8
    for link in links:
        link.click()
        place = page.find(f"section#{link.get_attribute('hash')[1:]}")
        assert page.run("return arguments[0].getBoundingClientRect().top", place) < 900
        assert page.run("return scrollY") > 0
        assert link.text in page.find(f"#{place.get_attribute('id')} h2").text
        page.run("scrollTo(0, 0)")


def test_the_first_key_skips_to_the_report(page):
    from selenium.webdriver import Keys

    page.press(Keys.TAB)
    assert _focused(page).text == "Skip to the report" and _focused(page).location["x"] >= 0
    page.press(Keys.ENTER)
    assert _focused(page).tag_name == "main"


def test_details_open_by_click_and_keyboard(page):
    from selenium.webdriver import Keys

    details = page.find("details")
    summary = details.find_element("css selector", "summary")
    summary.click()
    assert details.get_attribute("open")
    page.run("arguments[0].focus()", summary)
    page.press(Keys.ENTER)
    assert not details.get_attribute("open")


FOLDED = """
const folded = [...document.querySelectorAll("tbody tr, details > :not(summary)")];
return folded.filter(part => !part.checkVisibility({contentVisibilityAuto: true})).length;
"""


def test_nothing_stays_folded_on_paper(page):
    assert page.run(FOLDED) > 0
    page.tell("Emulation.setEmulatedMedia", media="print")
    assert page.run(FOLDED) == 0
    shown = "return [...document.querySelectorAll('nav, button.more, .tools, .behind')]"
    assert page.run(f"{shown}.filter(part => part.checkVisibility()).length") == 0


COUNT_FOLDED = """
addEventListener("beforeprint", () => {
  window.seen = document.querySelectorAll("details:not([open])").length;
});
"""


def test_paper_opens_what_is_folded_and_folds_it_again(page):
    page.run(COUNT_FOLDED)
    assert page.tell("Page.printToPDF")["data"]
    assert page.run("return window.seen") == 0
    assert page.run("return document.querySelectorAll('details[open]').length") == 0


SIDEWAYS = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_never_scrolls_sideways(page, width):
    page.resize(width)
    assert page.run(SIDEWAYS) == 0
    beyond = page.run(
        "return [...document.querySelectorAll('section')].filter(part => "
        "part.getBoundingClientRect().right > innerWidth).map(part => part.id)"
    )
    assert beyond == []


def test_what_scrolls_inside_is_reached_by_keyboard(page, report):
    page.driver.get("about:blank")
    page.open(report, width=390)
    scrolls = "return arguments[0].checkVisibility({contentVisibilityAuto: true}) && "
    scrolls += "arguments[0].scrollWidth > arguments[0].clientWidth"
    wide = [part for part in page.all(".scroll") if page.run(scrolls, part)]
    assert wide and all(part.get_attribute("tabindex") == "0" for part in wide)
    assert all(part.accessible_name for part in wide)


def test_landmarks_and_headings_tell_the_way(page):
    assert len(page.all("main")) == len(page.all("h1")) == 1
    sections = page.all("main section")
    assert all(part.aria_role == "region" and part.accessible_name for part in sections)
    names = [part.accessible_name for part in sections]
    assert len(set(names)) == len(names)
    assert [part.accessible_name for part in page.all("nav")] == ["Contents"]
    levels = page.run(
        "return [...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])"
    )
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:])) and levels[0] == 1


NAMELESS = """
const nameless = (selector, has) => [...document.querySelectorAll(selector)]
  .filter(part => !has(part)).map(part => part.outerHTML.slice(0, 120));
const text = (part) => (part.getAttribute("aria-label") ?? part.textContent).trim();
return [
  ...nameless("img", (part) => part.alt.trim()),
  ...nameless("svg:not([aria-hidden])", (part) => part.matches("[role=img]") && text(part)),
  ...nameless("button, summary, a", text),
  ...nameless("input", (part) => part.labels.length),
  ...nameless("th", (part) => part.scope && text(part)),
  ...nameless("[popover]", (part) => part.getAttribute("role") === "dialog" && text(part)),
];
"""


def test_everything_has_a_name_for_a_screen_reader(page):
    assert page.run(NAMELESS) == []
