"""From a name to what can be shown of it: features, descriptors, preprocessing steps."""

from .._validation import unknown_name
from .catalog import DESCRIPTORS, ENCODERS, FEATURES, PREPROCESSING, PRESETS, WRAPPERS
from .naming import named_features, named_preprocessing
from .plugins import made, plugin_class, plugin_names

_KINDS = ("feature", "encoder", "descriptor", "preprocessing step")


def named_to_show(names, size=128, random_state=0) -> list[tuple[str, object]]:
    """Estimators, and their names as steps, from names of any kind; a preset is several.

    >>> [name for name, _ in named_to_show(["hog", "equalize", "keypoint_sift", "bovw"])]
    ['hog', 'equalize', 'keypoint_sift', 'bovw']
    """
    found: list[tuple[str, object]] = []
    for name in [names] if isinstance(names, str) else names:
        found += _one(name.strip(), size, random_state)
    numbers: dict[str, int] = {}
    for place, (name, estimator) in enumerate(found):
        numbers[name] = numbers.get(name, 0) + 1
        found[place] = (name if numbers[name] == 1 else f"{name}_{numbers[name]}", estimator)
    return found


def _one(name: str, size, random_state) -> list[tuple[str, object]]:
    outer = name.partition("(")[0].strip()
    if name in PREPROCESSING:
        return named_preprocessing([name])
    if name in DESCRIPTORS:
        return [(name, made(DESCRIPTORS[name], name))]
    if outer in {**FEATURES, **WRAPPERS, **ENCODERS, **PRESETS, **DESCRIPTORS}:
        return named_features([name], size, random_state)
    cls = plugin_class(outer, *_KINDS)
    if cls is None:
        raise ValueError(_unknown(name))
    if hasattr(cls, "takes_images") or "(" in name:
        return named_features([name], size, random_state)
    step = made(cls, outer)
    return [(getattr(step, "short_name", cls.__name__.lower()), step)]


def _unknown(name: str) -> str:
    small = name.lower()
    known = [
        *FEATURES,
        *ENCODERS,
        *DESCRIPTORS,
        *PRESETS,
        *PREPROCESSING,
        *plugin_names(*_KINDS),
        *(f"{wrapper}(NAME)" for wrapper in WRAPPERS),
    ]
    if small != name and small in known:
        return f"unknown feature '{name}': names are in small letters, write '{small}'"
    return unknown_name("feature", name, known)
