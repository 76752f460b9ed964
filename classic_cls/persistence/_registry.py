"""Types of other packages that a model file may hold, because these packages say so."""

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points

from ..pipelines import import_named, said_of

_GROUP = "classic_cls.model_types"
# The checks of every registered type, by module and name; and the entry points that were asked.
_registered: dict[tuple[str, str], list[Callable]] = {}
_asked: set[tuple[str, str]] = set()


def register_types(*types: type, check: Callable[..., object] | None = None) -> None:
    """Have model files hold objects of other packages.

    A model file is opened without trust: it can only make objects of types that are known. A
    package registers its own extractors, classifiers and whatever else fitting leaves inside
    these, either when it is imported, or, so that ``classic-cls predict`` in a new process knows
    them too, in a function (or a list of types) that an entry point of the group
    ``classic_cls.model_types`` names::

        [project.entry-points."classic_cls.model_types"]
        mypackage = "mypackage.models:register"

    Parameters
    ----------
    *types : class or str
        Classes at the top level of a module, or ``"package.module.Class"``, which is imported only
        when a file names it.
    check : callable, optional
        Called with every such object that is loaded (but not with a mere setting, such as the
        unfitted classifier that a wrapper keeps); raises ValueError if attributes are not what
        fitting leaves behind.

    Raises
    ------
    ValueError
        If something given is neither.

    Notes
    -----
    Whoever makes a file chooses the *attributes* of the objects in it: constructors are not called,
    ``__setstate__`` is, and then ``predict``. That does no harm where these compute with numpy,
    which looks at shapes. Compiled code that follows sizes and indices without looking reads
    outside its arrays instead, so whoever has some, or runs files, commands or code by the value of
    an attribute, must check. Of an :class:`ImageTransformer`, a :class:`FeatureExtractor` and a
    :class:`DescriptorExtractor` the parameters are held against ``_parameter_constraints`` anyway,
    and there must be no attributes but these. In no object may an attribute have the name of
    something that its class has.

    Examples
    --------
    >>> from sklearn.neighbors import NearestCentroid
    >>> from classic_cls import check_savable, register_types
    >>> def check(model):
    ...     if model.centroids_.shape != (len(model.classes_), model.n_features_in_):
    ...         raise ValueError("centroids_ of a NearestCentroid")
    >>> register_types(NearestCentroid, check=check)
    >>> check_savable(NearestCentroid())
    """
    for path in [_path_of(one) for one in types]:
        checks = _registered.setdefault(path, [])
        if check is not None and check not in checks:
            checks.append(check)


def is_registered(path: tuple[str, str]) -> bool:
    """Whether a package has registered the type of this module and name."""
    return path in _registered


def checks_of(part) -> list[Callable] | None:
    """What its package checks of a loaded object; None if its type is not registered."""
    return _registered.get((type(part).__module__, type(part).__name__))


def ask_packages() -> list[str]:
    """Have the packages that are installed register their types; a sentence on each failure."""
    faults = []
    for point in entry_points(group=_GROUP):
        if (point.name, point.value) not in _asked:
            try:
                _ask(point)
                _asked.add((point.name, point.value))
            except ValueError as error:
                faults.append(str(error))
    return faults


def _ask(point: EntryPoint) -> None:
    said = f"{_GROUP} {said_of(point)}"
    module = import_named(point.module, said)
    try:
        given = getattr(module, point.attr)
        if callable(given) and not isinstance(given, type):
            given()
        else:
            register_types(*([given] if isinstance(given, type) else given))
    except Exception as error:  # whatever other people's code does
        raise ValueError(f"{said} failed ({type(error).__name__}: {error})") from error


def _path_of(one) -> tuple[str, str]:
    if isinstance(one, type) and one.__qualname__ == one.__name__:
        return one.__module__, one.__name__
    if isinstance(one, str) and all(map(str.isidentifier, one.split("."))) and "." in one:
        module, _, name = one.rpartition(".")
        return module, name
    raise ValueError(
        f"{one!r} is no type that a file can name: give classes at the top level of a module, or "
        "'package.module.Class'"
    )
