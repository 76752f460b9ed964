"""``--config``: options from a file, a TOML file or the ``result.json`` of an earlier run."""

import json
import os
from pathlib import Path

import typer

from .options import WORK_PANEL

_NOT_IN_FILES = {"config", "help", "help-all"}


def read_config(context: typer.Context, path: str | None) -> str | None:
    """Take the options in a file for defaults; what is typed wins over them."""
    if path is not None:
        declared = {_key(p): p for p in context.command.params if _key(p) not in _NOT_IN_FILES}
        given = {key.replace("_", "-"): value for key, value in _content(path).items()}
        for key in given:
            if key not in declared:
                from .._validation import unknown_name

                raise ValueError(f"{path}: {unknown_name('option', key, declared)}")
        context.default_map = {
            declared[key].name: _typed(declared[key], value, f"{path}: {key}")
            for key, value in given.items()
        }
        for key in given:
            _let_nothing_be_nothing(declared[key])
    return path


def _let_nothing_be_nothing(parameter) -> None:
    """To click 8.1 no words at all are a value of an argument that takes several."""
    consume = parameter.consume_value
    parameter.consume_value = lambda context, typed: consume(
        context, {name: value for name, value in typed.items() if value != ()}
    )


def given_options(context: typer.Context) -> dict:
    """DATA and the options about data, pipeline and figures as they were typed, by long name.

    Values are text, lists of text where an option may come several times, and True or False of
    switches; those of a configuration file are among them. Of absolute paths, and of DATA, the
    last name is left: where things lie is nobody's business.
    """
    _, _, *arguments = context.obj
    raw, *_ = context.command.make_parser(context).parse_args(list(arguments))
    declared = [p for p in context.command.params if p.param_type_name == "option"]
    typed = {p.name: raw[p.name] for p in declared if p.name in raw}
    raw = (context.default_map or {}) | typed
    return {"data": Path(context.params["data"]).resolve().name} | {
        _key(option): _without_folder(raw[option.name], option.metavar)
        for option in declared
        if option.name in raw and getattr(option, "rich_help_panel", None) not in (None, WORK_PANEL)
    }


def _key(parameter) -> str:
    """The name of an option, or argument, in a file."""
    option = parameter.param_type_name == "option"
    return (parameter.opts[0] if option else parameter.name).removeprefix("--").replace("_", "-")


def _content(path: str) -> dict:
    if not path.lower().endswith(".json"):
        import tomllib

        try:
            return tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"{path} is no TOML file: {error}") from None
    try:
        result = json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} is no JSON file: {error}") from None
    if not isinstance(result, dict) or not result.get("command"):
        raise ValueError(f"{path} holds no command to repeat; give the result.json of a 'train'")
    options = dict(result["options"])
    if not os.path.exists(options.get("data", "")):
        options.pop("data", None)  # it is elsewhere, so typer asks for it
    return options


def _typed(parameter, value, said: str):
    """A value as it would be typed, so that a file is read as the command line is."""
    if getattr(parameter, "is_flag", False):
        if not isinstance(value, bool):
            raise ValueError(f"{said} is a switch: write true or false, not {value!r}")
        return value
    several = getattr(parameter, "multiple", False) or parameter.nargs == -1
    values = value if isinstance(value, list) else [value]
    wrong = [item for item in values if isinstance(item, (bool, dict, list))]
    if wrong or (isinstance(value, list) and not several):
        kind = "text or a number, or a list of them" if several else "text or a number"
        raise ValueError(f"{said} takes {kind}, not {value!r}")
    texts = [str(item) for item in values]
    return texts if several else texts[0]


def _without_folder(value, metavar):
    if isinstance(value, (list, tuple)):
        return [_without_folder(item, metavar) for item in value]
    if metavar in ("DIR", "FILE") and os.path.isabs(value):
        return Path(value).name
    if metavar == "STEP.NAME=VALUE" and os.path.isabs(value.partition("=")[2]):
        name, _, file = value.partition("=")
        return f"{name}={Path(file).name}"
    return value
