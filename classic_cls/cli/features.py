"""``classic-cls features``."""

from typing import Annotated

import typer

from .console import say, show_entries

__all__ = ["features"]

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME",
        show_default=False,
        help="What to explain: a feature, preprocessing step or classifier.",
    ),
]


def features(name: Name = None) -> None:
    """Show what can be named: recipes, features, preprocessing and classifiers; with parameters.

    With a NAME, such as lpq, explain it in full: what it measures, how it is defined, what each
    parameter does, and where it comes from.
    """
    if name is not None:
        from ..pipelines import explain

        say(explain(name))
    else:
        _show_all()


def _show_all() -> None:
    from ..pipelines import (
        describe_classifiers,
        describe_descriptors,
        describe_features,
        describe_learned_features,
        describe_preprocessing,
        describe_presets,
        describe_recipes,
        plugin_faults,
    )

    _show_recipes(describe_recipes())
    _show("Features, for --features", describe_features())
    _show_presets(describe_presets())
    _show("Learned features, for --features too", describe_learned_features())
    _show("Descriptors, for the brackets of learned features", describe_descriptors())
    _show("Preprocessing, for --preprocess", describe_preprocessing())
    _show("Classifiers, for --classifier", describe_classifiers())
    for fault in plugin_faults():
        say(f"of no use: {fault}")
    say("Any parameter can be set: --set hog.orientations=12 --set classifier.C=0.1")
    say('A step of --features "pyramid(lbp)": --set pyramid_lbp.method=uniform')
    say('One of --features "fisher(local_color)": --set fisher_local_color.n_words=128')
    say("Of another package: package.module:Class, wherever a name stands")
    say("What a step does, in full: classic-cls features lpq")
    say("Of a classifier, what is not scikit-learn's default is shown; all can be set.")


def _show(title: str, descriptions) -> None:
    say(title, style="bold")
    show_entries(
        [(row.name, row.summary, _parameters(row.parameters)) for row in descriptions]
    )
    say()


def _show_recipes(recipes) -> None:
    say("Recipes, for --recipe: by what the images show", style="bold")
    show_entries([(row.name, row.summary, _rules(row.parameters)) for row in recipes])
    say()


def _rules(rules: dict) -> list[str]:
    return [f"{name} for {what}" for name, what in rules.items()]


def _show_presets(presets) -> None:
    say("Presets, for --features too: several features by purpose", style="bold")
    show_entries([(row.name, row.summary, [*row.parameters]) for row in presets])
    say()


def _parameters(parameters: dict) -> list[str]:
    return [f"{name}={value!r}" for name, value in parameters.items()]
