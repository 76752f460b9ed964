"""``classic-cls features``."""

from .console import say, show_table

__all__ = ["features"]


def features() -> None:
    """Show what can be named: features, preprocessing and classifiers, with their parameters."""
    from ..discovery import (
        describe_classifiers,
        describe_features,
        describe_preprocessing,
        describe_presets,
    )

    _show("Features, for --features", describe_features())
    _show_presets(describe_presets())
    _show("Preprocessing, for --preprocess", describe_preprocessing())
    _show("Classifiers, for --classifier", describe_classifiers(), by="classifier")
    say("Any parameter can be set: --set hog.orientations=12 --set classifier.C=0.1")
    say("(of a classifier all that scikit-learn knows; shown is what is not its default)")


def _show(title: str, descriptions, by: str | None = None) -> None:
    say(title, style="bold")
    rows = [(row.name, row.summary, _parameters(row.parameters)) for row in descriptions]
    show_table(["name", "what it is", "parameters"], rows)
    say()


def _show_presets(presets) -> None:
    say("Presets, for --features too: several features by purpose", style="bold")
    rows = [(row.name, row.summary, ", ".join(row.parameters)) for row in presets]
    show_table(["name", "what it is", "features"], rows)
    say()


def _parameters(parameters: dict) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in parameters.items())
