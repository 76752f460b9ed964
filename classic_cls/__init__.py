"""Image classification without deep learning: hand-crafted features, honest baselines.

The public names stand in ``__init__.pyi``, for this file as for editors and type checkers. They are
loaded when they are first used, so that ``import classic_cls`` and ``classic-cls --help`` do not
wait for scikit-learn and numba.
"""

from functools import cache
from importlib import import_module

__version__ = "0.1.0"


@cache
def _stub():
    """Room of every name that the stub lists, and the rooms that export by themselves (``*``)."""
    import ast
    from pathlib import Path

    tree = ast.parse(Path(__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    pairs = [(alias.name, node.module) for node in tree.body if isinstance(node, ast.ImportFrom)
             for alias in node.names]
    return {name: room for name, room in pairs if name != "*"}, [r for n, r in pairs if n == "*"]


def __getattr__(name):
    if name == "__all__":
        return __dir__()
    room_of, open_rooms = _stub()
    if name in room_of:
        rooms = [room_of[name]]
    else:  # asked for anything else, such as by libraries that look around: import nothing
        rooms = open_rooms if name[0].isupper() else []
    for room in rooms:
        module = import_module(f".{room}", __name__)
        if name in module.__all__:
            return globals().setdefault(name, getattr(module, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    room_of, open_rooms = _stub()
    modules = (import_module(f".{room}", __name__) for room in open_rooms)
    return sorted([*room_of, *(name for module in modules for name in module.__all__)])
