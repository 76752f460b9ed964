"""What the documents say is true of the code."""

import re
from pathlib import Path

import pytest

import classic_cls

ROOT = Path(__file__).parents[1]

PAGES = {path.name: path.read_text(encoding="utf-8") for path in [
    ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]}


@pytest.mark.parametrize("page", PAGES)
def test_pages_name_files_that_exist(page):
    for path in re.findall(r"(?:benchmarks|notebooks|tests|docs)/[\w./]+\.\w+", PAGES[page]):
        assert (ROOT / path).exists(), path


def test_the_oldest_versions_are_those_of_the_setup():
    setup = (ROOT / "setup.cfg").read_text(encoding="utf-8")
    wanted = dict(re.findall(r"^    ([\w-]+)>=([\d.]+)$", setup, re.MULTILINE))
    oldest = (ROOT / "tests" / "oldest.txt").read_text(encoding="utf-8")
    pinned = {n: v.removesuffix(".*") for n, v in re.findall(r"^([\w-]+)==(.+)$", oldest, re.M)}
    block = setup.split("install_requires")[1].split("\n\n")[0]
    required = set(re.findall(r"^    ([\w-]+)>=", block, re.MULTILINE))
    assert required <= set(pinned)
    assert {name: wanted[name] for name in required} == {name: pinned[name] for name in required}


def test_the_version_is_said_once_more_in_the_citation_and_changelog():
    for name in ("CITATION.cff", "CHANGELOG.md"):
        assert classic_cls.__version__ in (ROOT / name).read_text(encoding="utf-8")
