"""What has a name, explained in full."""

import inspect

from sklearn.pipeline import Pipeline

from .._remedies import remedy
from .._validation import unknown_name
from ..transforms import Augment
from .catalog import AUGMENTATIONS, PRESETS
from .classifiers import CLASSIFIERS
from .describe import (
    STEPS,
    defaults_of,
    describe_augmentations,
    describe_recipes,
    description_of_classifier,
)
from .look import Look
from .naming import named_features
from .one_class import ONE_CLASS_MODELS
from .plugins import KINDS, plugin_class, plugin_names
from .recipes import RECIPES


def explain(name: str) -> str:
    """Explain what has a name: recipe, preset, classifier and step, each that has this one."""
    kinds = {
        _explain_recipe: ["auto", *RECIPES],
        _explain_preset: PRESETS,
        _explain_augmentation: AUGMENTATIONS,
        _explain_classifier: [*CLASSIFIERS, *ONE_CLASS_MODELS],
        _explain_class: [*STEPS, *plugin_names(*KINDS)],
    }
    if ":" in name:
        return _explain_class(name)
    said = [form(name) for form, names in kinds.items() if name in names]
    if not said:
        known = dict.fromkeys(name for names in kinds.values() for name in names)
        raise ValueError(unknown_name("name", name, known))
    return "\n\n".join(said)


def _explain_class(name: str) -> str:
    cls = STEPS.get(name) or plugin_class(name, *KINDS)
    return f"{cls.__name__}: {inspect.getdoc(cls) if cls.__doc__ else 'says nothing of itself'}"


def _explain_recipe(name: str) -> str:
    auto, *recipes = describe_recipes()
    rules = ", ".join(f"{recipe} for {what}" for recipe, what in auto.parameters.items())
    lines = [f"auto, the default, takes {rules}"]
    if name != "auto":
        # "tiny" is for small images.
        look, kind = (Look(32, True), "small") if name == "tiny" else (Look(128, True), "larger")
        size = RECIPES[name].size(look)
        steps = RECIPES[name].features(look, size, False, None)
        lines = [f"Of {kind} colour images, resized to {size}, it takes", *_listed(steps), *lines]
    summary = {row.name: row.summary for row in (auto, *recipes)}[name]
    return "\n".join([f"{name}: {summary}; {_given('recipe', name)}", *lines])


def _given(what: str, name: str) -> str:
    return remedy(f"{what}={name!r}", f"train with --{what} {name}")


def _given_alone(name: str) -> str:
    return remedy(
        f"classifier={name!r}, data=data.one_class(CLASS)",
        f"train with --one-class CLASS --classifier {name}",
    )


def _explain_preset(name: str) -> str:
    steps = [step for _, step in named_features(name)]
    return "\n".join(
        [f"{name}: {PRESETS[name].summary}; {_given('features', name)}", *_listed(steps)]
    )


def _explain_augmentation(name: str) -> str:
    how = describe_augmentations()[list(AUGMENTATIONS).index(name)]
    ranges = ", ".join(f"{key}={value}" for key, value in how.parameters.items())
    return "\n".join(
        [
            f"{name}: {how.summary}; {_given('augment', name)}",
            f"  {ranges or 'no change'}; what these are, the step '{Augment.short_name}' says",
        ]
    )


def _listed(steps) -> list[str]:
    return [f"  {_said(step)}" for step in steps]


def _said(step) -> str:
    """An extractor, or several steps one after another."""
    if isinstance(step, Pipeline):
        return " -> ".join(_said(member) for _, member in step.steps)
    return repr(step)


def _explain_classifier(name: str) -> str:
    """Its title, what is not the default, and its docstring up to the parameters."""
    alone = name in ONE_CLASS_MODELS
    named = ONE_CLASS_MODELS[name] if alone else CLASSIFIERS[name]
    given = _given_alone(name) if alone else _given("classifier", name)
    cls = type(named.make(None))
    changed = description_of_classifier(name, named).parameters
    set_here = ", ".join(f"{key}={value!r}" for key, value in changed.items())
    head = (inspect.getdoc(cls) or "").partition("\n\nParameters\n")[0].split("\n\n")
    return "\n\n".join(
        [
            f"{cls.__name__}: {named.title}; {given}\n"
            f"set here, other than by default: {set_here or 'nothing'}\n"
            f"can be set{remedy('', ', as in --set classifier.NAME=VALUE')}: "
            + ", ".join(defaults_of(cls)),
            *(text for text in head if ":ref:" not in text and not text.startswith("..")),
        ]
    )
