"""Classes of other packages, named ``package.module:Class`` or by a short name of theirs.

Short names are entry points. They are looked at only where a name is none of this package's, whose
names therefore always mean the same, and a package is imported only when it is named.
"""

import inspect
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import NamedTuple

from sklearn.base import ClassifierMixin

from .._remedies import remedy
from .._validation import quoted
from ..base import DescriptorExtractor, FeatureExtractor, ImageTransformer


class Kind(NamedTuple):
    """What can be named: the group of entry points, what a class must be, and whether one is."""

    group: str
    wanted: str
    fits: Callable[[type], bool]


def _classifies(cls: type) -> bool:
    return issubclass(cls, ClassifierMixin) or getattr(cls, "_estimator_type", "") == "classifier"


KINDS = {
    "feature": Kind(
        "classic_cls.features",
        "a subclass of classic_cls.FeatureExtractor",
        lambda cls: issubclass(cls, FeatureExtractor),
    ),
    "encoder": Kind(
        "classic_cls.encoders",
        "a transformer that says takes_images = True or False",
        lambda cls: hasattr(cls, "takes_images") and hasattr(cls, "transform"),
    ),
    "descriptor": Kind(
        "classic_cls.descriptors",
        "a subclass of classic_cls.DescriptorExtractor",
        lambda cls: issubclass(cls, DescriptorExtractor),
    ),
    "preprocessing step": Kind(
        "classic_cls.transforms",
        "a subclass of classic_cls.ImageTransformer",
        lambda cls: issubclass(cls, ImageTransformer),
    ),
    "classifier": Kind(
        "classic_cls.classifiers",
        "a subclass of sklearn.base.ClassifierMixin",
        _classifies,
    ),
}


def plugin_class(name: str, *kinds: str) -> type | None:
    """The class of another package that a name stands for; None if there is no such short name."""
    if ":" in name:
        module, _, attribute = name.partition(":")
        cls = _class_in(module.strip(), attribute.strip(), f"'{name}'")
    else:
        points = [point for kind in kinds for point in _points(kind) if point.name == name]
        if not points:
            return None
        if len({point.value for point in points}) > 1:
            owners = " and ".join(map(said_of, points))
            raise ValueError(
                f"'{name}' is a name that several packages give, {owners}: write "
                "package.module:Class for the one that is meant"
            )
        cls = _class_in(points[0].module, points[0].attr, said_of(points[0]))
    if not any(KINDS[kind].fits(cls) for kind in kinds):
        raise ValueError(_wrong_kind(name, cls, kinds[0]))
    return cls


def plugin_names(*kinds: str) -> list[str]:
    """Short names that other packages give; nothing is imported."""
    return sorted({point.name for kind in kinds for point in _points(kind)})


def installed(kind: str, own: Iterable[str]) -> tuple[dict[str, type], list[str]]:
    """Classes by the short names of other packages, and a sentence on each that is of no use."""
    classes, faults = {}, []
    for point in _points(kind):
        if point.name in own:
            faults.append(
                f"{said_of(point)} has a name of classic_cls itself, which means that of "
                f"classic_cls: write {point.value}"
            )
            continue
        try:
            classes[point.name] = plugin_class(point.name, kind)
        except ValueError as error:
            faults.append(str(error))
    return classes, list(dict.fromkeys(faults))


def made(cls: type, name: str, **settings):
    """An instance of a named class, with those of the settings that it knows."""
    parameters = inspect.signature(cls).parameters
    settings = {key: value for key, value in settings.items() if key in parameters}
    missing = [
        parameter.name
        for parameter in parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        and parameter.name not in settings
    ]
    if missing:
        raise ValueError(
            f"{name} cannot be made by its name alone: {quoted(missing)} has no default; give it "
            "one" + remedy(f", or hand over an instance of {cls.__name__}", "")
        )
    return cls(**settings)


def summary(cls: type) -> str:
    """What a class is, in one line."""
    text = inspect.getdoc(cls) if cls.__doc__ else cls.__name__
    return text.partition("\n")[0].rstrip(".")


def import_named(module: str, said: str):
    """A module of another package; what goes wrong is said in one sentence."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name and f"{module}.".startswith(f"{error.name}."):
            raise ValueError(
                f"{said}: there is no module '{error.name}'; install its package, or put its "
                "folder into PYTHONPATH"
            ) from None
        raise ValueError(f"{said}: module '{module}' needs '{error.name}': install it") from error
    except (Exception, SystemExit) as error:  # whatever other people's code does
        raise ValueError(
            f"{said}: importing '{module}' failed ({type(error).__name__}: {error})"
        ) from error


def _points(kind: str) -> list[EntryPoint]:
    points = entry_points(group=KINDS[kind].group)
    return sorted(points, key=lambda point: (point.name, point.value))


def said_of(point: EntryPoint) -> str:
    """An entry point for a message: its name, its package, and what it stands for."""
    owner = f" of {point.dist.name}" if point.dist is not None else ""
    return f"'{point.name}'{owner} ({point.value})"


def _class_in(module: str, attribute: str, said: str) -> type:
    if not all(part.isidentifier() for part in f"{module}.{attribute}".split(".")):
        raise ValueError(f"{said} is no class: write package.module:Class")
    place = import_named(module, said)
    cls = getattr(place, attribute, None)
    if not isinstance(cls, type):
        own = (n for n, v in vars(place).items() if getattr(v, "__module__", "") == module)
        classes = [name for name in own if isinstance(vars(place)[name], type)]
        there = f"it has {quoted(classes)}" if classes else "nor any other"
        raise ValueError(f"{said}: module '{module}' has no class '{attribute}'; {there}")
    return cls


def _wrong_kind(name: str, cls: type, kind: str) -> str:
    is_one = [other for other, rule in KINDS.items() if rule.fits(cls)]
    what = f"is a {is_one[0]}, no {kind}" if is_one else f"is no {kind}"
    return f"{name} {what}: that would be {KINDS[kind].wanted}"
