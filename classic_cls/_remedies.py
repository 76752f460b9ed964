"""Remedies in the words of whoever reads them: parameters in Python, options in a shell."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

__all__ = ["in_shell", "parameter", "remedy"]

_OPTION = re.compile(r"(?<![\w-])--[a-z](?:[a-z-]*[a-z])?\b")
# An option of the verb that makes models, whatever verb says so.
_ELSEWHERE = "train with "

_options: frozenset[str] | None = None  # of the verb that runs; None in Python


@contextmanager
def in_shell(options: Iterable[str]) -> Iterator[None]:
    """While a verb with these options runs, messages are read in a shell."""
    global _options
    before, _options = _options, frozenset(options)
    try:
        yield
    finally:
        _options = before


def remedy(python: str, *shell: str) -> str:
    """What to do, in Python; in a shell the first whose options the verb has, or nothing.

    >>> remedy("give costs", "give --cost", "take another figure")
    'give costs'
    >>> with in_shell(["--cv"]):
    ...     remedy("give costs", "give --cost", "take another figure")
    'take another figure'
    """
    if _options is None:
        return python
    return next((text for text in shell if _can_be_said(text, _options)), "")


def parameter(name: str) -> str:
    """A parameter as it is called in Python, or the option of that name.

    >>> with in_shell(["--test-size"]):
    ...     parameter("test_size"), parameter("scale_limit")
    ('--test-size', 'scale_limit')
    """
    return remedy(name, f"--{name.replace('_', '-')}", name)


def _can_be_said(text: str, options: frozenset[str]) -> bool:
    return _ELSEWHERE in text or options.issuperset(_OPTION.findall(text))
