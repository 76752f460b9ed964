"""Values of options, from text."""

import ast

import typer


def one_of(*choices: str):
    """A parser that takes these words only."""

    def parse(text: str) -> str:
        if text not in choices:
            raise typer.BadParameter(f"'{text}' is not one of: {', '.join(choices)}")
        return text

    return parse


def parse_size(text):
    """``"64"`` -> 64, ``"64x48"`` -> (64, 48), ``"keep"``.

    >>> parse_size("64"), parse_size("64x48"), parse_size("keep")
    (64, (64, 48), 'keep')
    """
    text = str(text).strip().lower()
    return text if text == "keep" else _sides(text, "N, WIDTHxHEIGHT or keep")


def parse_sides(text):
    """``"64"`` -> 64, ``"64x48"`` -> (64, 48).

    >>> parse_sides("64"), parse_sides("64x48")
    (64, (64, 48))
    """
    return _sides(str(text).strip().lower(), "N or WIDTHxHEIGHT")


def _sides(text: str, expected: str):
    sides = text.replace("×", "x").split("x")
    if not 1 <= len(sides) <= 2 or not all(_is_count(side) for side in sides):
        raise typer.BadParameter(f"'{text}' is no size; write {expected}")
    return int(sides[0]) if len(sides) == 1 else (int(sides[0]), int(sides[1]))


def parse_range(text):
    """``"0,4095"`` -> (0, 4095); ``"auto"``.

    >>> parse_range("0,4095"), parse_range("auto")
    ((0, 4095), 'auto')
    """
    if isinstance(text, tuple) or text == "auto":
        return text
    parts = str(text).split(",")
    try:
        low, high = (_number(part) for part in parts)
    except ValueError:
        low = high = 0
    if not low < high:
        raise typer.BadParameter(f"'{text}' is no range; write LOW,HIGH (such as 0,4095) or auto")
    return low, high


def parse_page(text):
    """``"0"`` -> 0; ``"max"``; ``"each"``.

    >>> parse_page("2"), parse_page("each")
    (2, 'each')
    """
    if text in ("max", "each"):
        return text
    if not str(text).isdecimal():
        raise typer.BadParameter(f"'{text}' is no page; write a number from 0, max or each")
    return int(text)


def parse_share(text) -> float:
    """``"0.2"`` -> 0.2; more than 0 and less than 1."""
    if not _is_share(text):
        raise typer.BadParameter(f"'{text}' is no share; write a number between 0 and 1, as 0.2")
    return float(text)


_SECONDS = {"s": 1, "m": 60, "h": 3600}


def parse_duration(text) -> float:
    """``"10m"`` -> 600 seconds; ``"90s"``, ``"1.5h"``.

    >>> parse_duration("10m"), parse_duration("1.5h")
    (600.0, 5400.0)
    """
    number, unit = str(text).strip()[:-1], str(text).strip()[-1:].lower()
    try:
        seconds = float(number) * _SECONDS.get(unit, float("nan"))
    except ValueError:
        seconds = float("nan")
    if not 0 < seconds < float("inf"):
        raise typer.BadParameter(
            f"'{text}' is no time; write a number with its unit, such as 90s, 10m or 2h"
        )
    return seconds


def parse_folds(text):
    """``"5"`` -> 5, ``"5x0.2"``, ``"leave-one-group-out"``.

    >>> parse_folds("5"), parse_folds("10 X 0.25"), parse_folds("leave-one-group-out")
    (5, '10x0.25', 'leave-one-group-out')
    """
    if isinstance(text, int) or text == "leave-one-group-out":
        return text
    number, times, share = str(text).replace(" ", "").lower().partition("x")
    if _is_count(number) and times and _is_share(share):
        return f"{number}x{float(share)}"
    if times or not _is_count(number) or int(number) < 2:
        raise typer.BadParameter(
            f"'{text}' is no way to split; write a number of folds from 2, TIMESxSHARE (such as "
            "5x0.2: a fifth is held out, five times) or leave-one-group-out"
        )
    return int(number)


def parse_cost(text) -> tuple[tuple[str, str], float]:
    """``"defect:good=20"`` -> the true and the given class, and what that mistake costs.

    >>> parse_cost("defect:good=20")
    (('defect', 'good'), 20.0)
    """
    classes, _, amount = str(text).rpartition("=")
    truth, _, given = classes.partition(":")
    try:
        cost = float(amount)
    except ValueError:
        cost = -1.0
    if not (truth.strip() and given.strip() and 0 <= cost < float("inf")):
        raise typer.BadParameter(
            f"'{text}' is no cost; write TRUE:GIVEN=COST, such as defect:good=20"
        )
    return (truth.strip(), given.strip()), cost


def parse_n_jobs(text) -> int:
    """``"2"`` -> 2; ``"-1"`` is all cores; not 0."""
    try:
        n_jobs = int(text)
    except ValueError:
        n_jobs = 0
    if n_jobs == 0:
        raise typer.BadParameter(f"'{text}' is no number of jobs; write 1, 2, ... or -1 (all)")
    return n_jobs


def parse_setting(text) -> tuple[str, object]:
    """``"hog.orientations=12"`` -> name and value.

    >>> parse_setting("hog.cell=(8, 8)"), parse_setting("hog.norm=L1")
    (('hog.cell', (8, 8)), ('hog.norm', 'L1'))
    """
    name, equals, value = str(text).partition("=")
    step, _, parameter = name.partition(".")
    if not (equals and step.strip() and parameter.strip()):
        raise typer.BadParameter(f"'{text}' is no setting; write STEP.PARAMETER=VALUE")
    try:
        return name.strip(), ast.literal_eval(value.strip())
    except (ValueError, SyntaxError):
        return name.strip(), value.strip()


def parse_values(text) -> tuple[str, list | None]:
    """``"classifier.C=0.1,1"`` -> name and values, None where there are none.

    >>> parse_values("C"), parse_values("classifier.C=0.1,1"), parse_values("weights=uniform")
    (('C', None), ('classifier.C', [0.1, 1]), ('weights', ['uniform']))
    """
    name, equals, typed = str(text).partition("=")
    parts = [part.strip() for part in typed.split(",")] if equals else []
    if not name.strip() or not all(parts) or (equals and not parts):
        raise typer.BadParameter(f"'{text}' names no values; write NAME=VALUE,VALUE,...")
    values = [parse_setting(f"a.b={part}")[1] for part in parts]
    return name.strip(), values if equals else None


def split_names(values) -> list[str]:
    """Names of a comma list, or of several.

    >>> split_names(["hog, color_hist", "edges"])
    ['hog', 'color_hist', 'edges']
    """
    names = [name.strip() for value in values or () for name in value.split(",")]
    return [name for name in names if name]


def _is_share(text: str) -> bool:
    try:
        return 0 < float(text) < 1
    except ValueError:
        return False


def _is_count(text: str) -> bool:
    return text.isdecimal() and int(text) > 0


def _number(text: str) -> float:
    try:
        return int(text)
    except ValueError:
        return float(text)
