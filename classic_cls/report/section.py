"""What every section of the report answers."""

import inspect
from pathlib import Path


def of_both(training, key: str, found) -> dict:
    """``cv`` and ``test`` with what is ``found`` of their results; None without a test part."""
    test = None if training.test is None else found(training.test)
    return {"cv": {key: found(training.cv)}, "test": {key: test}}


class Section:
    """One part of the report: a module, its template ``KEY.html``, an entry in `sections`."""

    key: str
    of_results = False
    """Whether it stands on a result alone, so that the report of an evaluation has it too."""

    def summarize(self, training) -> dict:
        """What ``result.json`` keeps; the dicts of all sections are merged into one."""
        return {}

    def pictures(self, training):
        """What the page needs beyond the summary to show images, which are read again."""
        return ()

    def show(self, summary: dict, pictures) -> dict | None:
        """What the template knows besides the summary ``s``; None leaves the section out.

        ``pictures`` is None where neither images nor names of files may be shown.
        """
        return {}

    @property
    def template(self) -> Path:
        """The template, which lies beside the module."""
        return Path(inspect.getfile(type(self))).with_name(f"{self.key}.html")
