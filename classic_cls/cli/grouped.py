"""Verbs whose options come in groups: dataclasses whose fields are declared as options."""

import inspect
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import partial

import typer

from .config import read_config
from .console import speaking
from .options import WORK_PANEL, option

_switch = partial(option, bool, metavar=None, panel=WORK_PANEL)


def _show_all(context: typer.Context, wanted: bool) -> None:
    if wanted:
        for parameter in context.command.params:
            parameter.hidden = False
        typer.echo(context.get_help())
        raise typer.Exit


@dataclass(frozen=True)
class EveryVerbOptions:
    """What every verb knows."""

    config: option(
        str | None,
        "--config",
        "FILE",
        "Options from a TOML file, by their long names, or from the result.json of an earlier "
        "run; DATA too. What is typed wins.",
        panel=WORK_PANEL,
        is_eager=True,
        callback=read_config,
    ) = None
    quiet: _switch("--quiet", text="Print errors only, and the answer that was asked for.") = False
    verbose: _switch("--verbose", text="Say the seconds of every stage, and all of a warning.") = (
        False
    )
    json: _switch("--json", text="Print one JSON object, and nothing else, to stdout.") = False
    help_all: option(
        bool,
        "--help-all",
        None,
        "Show every option and exit.",
        panel=None,
        usual=True,
        is_eager=True,
        callback=_show_all,
    ) = False

    def speaking(self, answers: bool):
        """The manner in which a verb speaks."""
        if self.quiet and self.verbose:
            raise ValueError("--quiet and --verbose contradict each other: leave one of them out")
        return speaking(self.quiet, self.verbose, self.json, answers)


def grouped(verb, answers: bool = False):
    """A verb as typer takes it: one parameter for each field of the groups that it takes.

    ``answers`` says that its lines are what is asked for, which ``--quiet`` leaves.
    """
    parameters = [*inspect.signature(verb).parameters.values(), _EVERY_VERB]
    groups = {p.name: p.annotation for p in parameters if is_dataclass(p.annotation)}
    flat = [single for p in parameters for single in _flat(p)]

    def flat_verb(**values):
        made = {
            name: group(**{field.name: values.pop(field.name) for field in fields(group)})
            for name, group in groups.items()
        }
        with made.pop(_EVERY_VERB.name).speaking(answers):
            return verb(**made, **values)

    flat_verb.__name__, flat_verb.__doc__ = verb.__name__, verb.__doc__
    flat_verb.__module__ = verb.__module__
    # Arguments before options: typer minds no defaults, but Python's signatures do.
    flat_verb.__signature__ = inspect.Signature(flat)
    flat_verb.__annotations__ = {p.name: p.annotation for p in flat}
    return flat_verb


def options_of(verb) -> set[str]:
    """The names of all options of a verb."""
    parameters = [*inspect.signature(verb).parameters.values(), _EVERY_VERB]
    marks = [
        mark
        for parameter in parameters
        for single in _flat(parameter)
        for mark in getattr(single.annotation, "__metadata__", ())
    ]
    # typer takes what stands first for a default until it reads the signature.
    names = [(mark.default, *(mark.param_decls or ())) for mark in marks]
    texts = [text for few in names for text in few if isinstance(text, str)]
    return {name for text in texts for name in text.split("/") if name.startswith("--")}


_EVERY_VERB = inspect.Parameter(
    "every_verb", inspect.Parameter.KEYWORD_ONLY, annotation=EveryVerbOptions
)


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
