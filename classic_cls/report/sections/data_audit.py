"""What the audit says of the data, as far as the training made its checks."""

from ...audit import CHECKS
from ..section import Section
from ..sentences import finding_code


class DataAudit(Section):
    """The findings of the checks that every training makes, with what to do about them."""

    key = "data_audit"

    def show(self, summary, pictures) -> dict:
        """A row for every finding, and which checks there were; from the ``notes``."""
        notes = summary["notes_without_names" if pictures is None else "notes"]
        made = [check for check in CHECKS if check.told_by_train]
        check_of = {check.code: check for check in CHECKS}
        found = [(note, check_of.get(finding_code(note) or "")) for note in notes]
        return {
            "rows": [_row(note, check) for note, check in found if check is not None],
            "made": [{"code": check.code, "title": check.title} for check in made],
            "n_checks": len(CHECKS),
        }


def _row(note: str, check) -> dict:
    message = note.removesuffix(f" ({check.code})")
    return {"code": check.code, "message": message, "why": check.why, "remedy": check.remedy}
