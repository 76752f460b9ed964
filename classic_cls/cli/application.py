"""The program ``classic-cls``: its verbs, and how it ends."""

from typing import Annotated

import typer

from .. import __version__
from .._remedies import in_shell
from .audit import audit
from .compare import compare
from .console import say
from .demo import demo
from .evaluate import evaluate
from .explain import explain
from .failures import exit_code_of, shown_warnings
from .features import features
from .grouped import grouped, options_of
from .predict import predict
from .show import show
from .suggest import suggest
from .tile import tile
from .train import train
from .tune import tune
from .update import update
from .words import words

PROGRAM = "classic-cls"
VERBS = (
    demo, audit, train, compare, tune, evaluate, predict, explain, suggest, update, tile, words,
    show, features,
)  # fmt: skip


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"{PROGRAM} {__version__}")
        raise typer.Exit


def _describe(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Image classification without deep learning: a folder of images in; honest figures, a
    report and a model file out."""


def _application() -> typer.Typer:
    application = typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",  # which keeps the lines of the examples
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    application.callback()(_describe)
    for verb in VERBS:
        application.command()(grouped(verb, answers=verb in (predict, suggest, features)))
    return application


def _options_at_hand(arguments: list[str]) -> set[str]:
    """The options of the verb that is asked for, which remedies may name."""
    verb = next((v for v in VERBS if v.__name__ in arguments[:1]), None)
    return set() if verb is None else options_of(verb)


def run(arguments: list[str]) -> int:
    """Do what a command line asks for; gives the exit code."""
    arguments = list(arguments) or ["--help"]
    program = _application()
    with shown_warnings(), in_shell(_options_at_hand(arguments)):
        return exit_code_of(
            lambda: program(
                arguments, prog_name=PROGRAM, standalone_mode=False, obj=[PROGRAM, *arguments]
            )
        )
