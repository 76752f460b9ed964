from . import _colors, _composites, _gradients, _rows, _sizes, _wrappers  # noqa
from ._model import graph_of
