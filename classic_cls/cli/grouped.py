"""Verbs whose options come in groups: dataclasses whose fields are declared as options."""

import inspect
import os
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path

import typer

from .options import WORK_PANEL

__all__ = ["given_options", "grouped"]


def grouped(verb):
    """A verb as typer takes it: one parameter for each field of the groups that it takes."""
    parameters = inspect.signature(verb).parameters.values()
    groups = {p.name: p.annotation for p in parameters if is_dataclass(p.annotation)}
    flat = [single for p in parameters for single in _flat(p)]

    def flat_verb(**values):
        made = {
            name: group(**{field.name: values.pop(field.name) for field in fields(group)})
            for name, group in groups.items()
        }
        return verb(**made, **values)

    flat_verb.__name__, flat_verb.__doc__ = verb.__name__, verb.__doc__
    flat_verb.__module__ = verb.__module__
    # Arguments before options: typer minds no defaults, but Python's signatures do.
    flat_verb.__signature__ = inspect.Signature(flat)
    flat_verb.__annotations__ = {p.name: p.annotation for p in flat}
    return flat_verb


def _flat(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    if not is_dataclass(parameter.annotation):
        return [parameter.replace(kind=parameter.KEYWORD_ONLY)]
    return [
        inspect.Parameter(
            field.name,
            parameter.KEYWORD_ONLY,
            default=parameter.empty if field.default is MISSING else field.default,
            annotation=field.type,
        )
        for field in fields(parameter.annotation)
    ]


def given_options(context: typer.Context) -> dict:
    """The options about data, pipeline and figures as they were typed, by their long names.

    Values are text, lists of text where an option may come several times, and True or False of
    switches. Of absolute paths the last name is left: where things lie is nobody's business.
    """
    _, _, *arguments = context.obj
    raw, *_ = context.command.make_parser(context).parse_args(list(arguments))
    declared = [p for p in context.command.params if p.param_type_name == "option"]
    return {
        option.opts[0].removeprefix("--"): _without_folder(raw[option.name], option.metavar)
        for option in declared
        if option.name in raw and getattr(option, "rich_help_panel", None) not in (None, WORK_PANEL)
    }


def _without_folder(value, metavar):
    if isinstance(value, (list, tuple)):
        return [_without_folder(item, metavar) for item in value]
    if metavar in ("DIR", "FILE") and os.path.isabs(value):
        return Path(value).name
    if metavar == "STEP.NAME=VALUE" and os.path.isabs(value.partition("=")[2]):
        name, _, file = value.partition("=")
        return f"{name}={Path(file).name}"
    return value
