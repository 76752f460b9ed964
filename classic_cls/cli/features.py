"""``classic-cls features``."""

from typing import Annotated

import typer

from .console import answer, manner, say, show_entries

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME",
        show_default=False,
        help="What to explain: a recipe, feature, preset, preprocessing step, augmentation or "
        "classifier.",
    ),
]


def features(name: Name = None) -> None:
    """Show what can be named: recipes, features, preprocessing, classifiers; with parameters.

    classic-cls features
    classic-cls features lpq

    With a NAME, explain it in full: what it measures or takes, how it is defined, what each
    parameter does, and where it comes from.
    """
    from .. import pipelines

    if name is not None:
        text = pipelines.explain(name)
        answer(lambda: {"name": name, "explanation": text})
        say(text)
        return
    shown = {key: getattr(pipelines, f"describe_{key}")() for key in _TITLES}
    answer(lambda: {key: [row._asdict() for row in rows] for key, rows in shown.items()})
    if not manner().mute:
        _show_all(shown, pipelines.plugin_faults())


_TITLES = {
    "recipes": "Recipes, for --recipe: by what the images show",
    "features": "Features, for --features",
    "presets": "Presets, for --features too: several features by purpose",
    "learned_features": "Learned features, for --features too",
    "descriptors": "Descriptors, for the brackets of learned features",
    "preprocessing": "Preprocessing, for --preprocess",
    "augmentations": "Augmentation, for --augment: versions to learn from",
    "classifiers": "Classifiers, for --classifier",
    "one_class_models": "One class alone, for --classifier beside --one-class",
}


def _show_all(shown, faults) -> None:
    for key, rows in shown.items():
        say(_TITLES[key], style="bold")
        show_entries([(row.name, row.summary, _items(key, row.parameters)) for row in rows])
        say()
    for fault in faults:
        say(f"of no use: {fault}")
    say("Any parameter can be set: --set hog.orientations=12 --set classifier.alpha=0.1")
    say('A step of --features "pyramid(lbp)": --set pyramid_lbp.method=uniform')
    say('One of --features "fisher(local_color)": --set fisher_local_color.n_words=128')
    say("Of another package: package.module:Class, wherever a name stands")
    say("One of them, in full: classic-cls features lpq")
    say("Of a classifier, what is not scikit-learn's default is shown; all can be set.")


def _items(key: str, parameters: dict) -> list[str]:
    """What stands below a name: parameters; of recipes the rules, of presets the features."""
    form = {"recipes": "{} for {}", "presets": "{}"}.get(key, "{}={!r}")
    return [form.format(name, value) for name, value in parameters.items()]
