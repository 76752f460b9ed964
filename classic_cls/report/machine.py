"""The processor that the times were measured on."""

import platform
import re
from pathlib import Path

import joblib

_CPUINFO = Path("/proc/cpuinfo")


def cpu_text() -> str:
    """Model and number of usable cores of the processor."""
    cores = joblib.cpu_count()
    return f"{_model()}, {cores} core{'s' if cores > 1 else ''}"


def _model() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", _CPUINFO.read_text(), re.MULTILINE)
    except OSError:  # not Linux
        found = None
    name = found[1] if found else platform.processor() or platform.machine()
    return " ".join(name.split()) or "unknown processor"
