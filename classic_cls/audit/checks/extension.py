"""CC003: files whose names say another format than their bytes."""

import numpy as np

from ..._validation import counted
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged

_EXTENSIONS = {
    "JPEG": {".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".mpo"},
    "PNG": {".png", ".apng"},
    "TIFF": {".tif", ".tiff", ".stk", ".lsm", ".flex", ".btf", ".tf8", ".svs"},
    "BMP": {".bmp", ".dib"},
    "GIF": {".gif"},
    "PNM": {".pnm", ".pbm", ".pgm", ".ppm"},
    "WebP": {".webp"},
}
_KNOWN = set().union(*_EXTENSIONS.values())


class WrongExtension(Check):
    """Files named as another format than they are, such as a PNG called ``.jpg``."""

    code = "CC003"
    title = "names that say another format"
    severity = "warning"
    why = "they were renamed or come from elsewhere, and other programs may refuse them"
    remedy = "rename them by what they are; here they are read by their bytes all the same"

    def find(self, facts: Facts) -> list[Finding]:
        """Those whose extension is that of another format."""
        files = facts.files
        kinds = zip(files.format.tolist(), files.extension.tolist())
        wrong = [e in _KNOWN and e not in _EXTENSIONS.get(f, _KNOWN) for f, e in kinds]
        rows = np.flatnonzero(wrong)
        if not len(rows):
            return []
        flagged = [Flagged(row, f"is a {files.format[row]}") for row in rows.tolist()]
        verb = "is" if len(rows) == 1 else "are"
        message = f"{counted(len(rows), 'file')} {verb} of another format than the name says"
        return [self.finding(message, flagged, figures={"n": len(rows)})]
