"""``classic-cls features``."""

from .console import say, show_entries

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
    _show("Classifiers, for --classifier", describe_classifiers())
    say("Any parameter can be set: --set hog.orientations=12 --set classifier.C=0.1")
    say('A step of --features "pyramid(lbp)": --set pyramid_lbp.method=uniform')
    say("Of a classifier, what is not scikit-learn's default is shown; all can be set.")


def _show(title: str, descriptions) -> None:
    say(title, style="bold")
    show_entries(
        [(row.name, row.summary, _parameters(row.parameters)) for row in descriptions]
    )
    say()


def _show_presets(presets) -> None:
    say("Presets, for --features too: several features by purpose", style="bold")
    show_entries([(row.name, row.summary, [*row.parameters]) for row in presets])
    say()


def _parameters(parameters: dict) -> list[str]:
    return [f"{name}={value!r}" for name, value in parameters.items()]
