"""scikit-learn's messages on the values of parameters, in plain words."""

import re

__all__ = ["plain_message"]


def _sorted_choices(choices: re.Match) -> str:
    names = sorted(choices[1].split(", "))
    return names[0] if len(names) == 1 else "one of " + ", ".join(names)


_SEVERAL = "several values in brackets, as (1, 2)"
_PLAIN = (
    (r"an instance of 'bool' or an instance of 'numpy.bool\w*'", "True or False"),
    (r", an instance of 'tuple' or an instance of 'list'", f" or {_SEVERAL}"),
    (r"an instance of 'tuple' or an instance of 'list'", _SEVERAL),
    (r"an instance of 'numpy.ndarray', an instance of 'str' or None", "an image"),
    (r"a str among \{([^}]*)\}", _sorted_choices),
    (r"an int in the range \[([-\d]+), inf\)", r"a whole number of \1 or more"),
    (r"an int in the range \[([-\d]+), ([-\d]+)\]", r"a whole number from \1 to \2"),
    (r"a float in the range \((\S+), inf[\])]", r"a number above \1"),
    (r"a float in the range \[(\S+), inf\)", r"a number of \1 or more"),
    (r"a float in the range \[(\S+), (\S+)\]", r"a number from \1 to \2"),
    (r"a float in the range \((\S+), (\S+)\]", r"a number above \1, up to \2"),
    (r"a float in the range \[(\S+), (\S+)\)", r"a number from \1 to below \2"),
    (r"(\d)\.0\b", r"\1"),
)


def plain_message(message: str) -> str:
    """scikit-learn's message on the value of a parameter, without the names of Python's types.

    >>> plain_message("The 'scales' parameter of LBP must be an instance of 'tuple' or "
    ...               "an instance of 'list'. Got 3 instead.")
    "the parameter 'scales' of LBP must be several values in brackets, as (1, 2); got 3"
    """
    found = re.fullmatch(r"The (\S+) parameter of (\S+) must be (.*)\. Got (.*) instead\.", message)
    if not found:
        return message
    parameter, step, wanted, given = found.groups()
    for pattern, plain in _PLAIN:
        wanted = re.sub(pattern, plain, wanted)
    return f"the parameter {parameter} of {step} must be {wanted}; got {given}"
