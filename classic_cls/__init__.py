"""Image classification without deep learning: hand-crafted features, honest baselines.

Names are loaded when they are first used, so that ``import classic_cls`` and
``classic-cls --help`` do not wait for scikit-learn and numba.
"""

from importlib import import_module

__version__ = "0.1.0"

# Searched in this order; each lists its public names in ``__all__``.
_MODULES = (
    "base",
    "reading",
    "datasets",
    "features",
    "transforms",
    "models",
    "extraction",
    "classifiers",
    "pipelines",
    "evaluation",
    "persistence",
    "workflows",
)


def __getattr__(name):
    if name == "__all__":
        return __dir__()
    if not name.startswith("_"):
        for module_name in _MODULES:
            module = import_module(f".{module_name}", __name__)
            if name in module.__all__:
                return globals().setdefault(name, getattr(module, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    modules = (import_module(f".{name}", __name__) for name in _MODULES)
    return sorted({"__version__", *(name for module in modules for name in module.__all__)})
