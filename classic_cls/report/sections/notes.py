"""What a person should be told, with file names and without."""

from ...notes import without_names
from ..section import Section
from ..sentences import is_finding


class Notes(Section):
    """What a person should be told."""

    key = "notes"
    of_results = True

    def summarize(self, training) -> dict:
        """``notes``, and ``notes_without_names``, in which no file is named."""
        return {
            "notes": training.notes,
            "notes_without_names": [without_names(note) for note in training.notes],
        }

    def show(self, summary, pictures) -> dict | None:
        """The notes, with names of files where these may be shown; warnings stand elsewhere."""
        notes = summary["notes_without_names" if pictures is None else "notes"]
        notes = [note for note in notes if not is_finding(note)]
        return {"notes": notes} if notes else None
