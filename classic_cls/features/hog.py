"""Histograms of oriented gradients as a step of a pipeline."""

from collections.abc import Sequence
from numbers import Integral

from .._compat import Interval, InvalidParameterError, StrOptions
from ..base import Columns, FeatureExtractor
from ..kernels.hog import BLOCK_NORMS, hog
from ._blocks import block_columns, check_blocks

_PAIR_OR_INT = [Interval(Integral, 1, None, closed="left"), tuple, list]


class HOG(FeatureExtractor):
    """Histograms of oriented gradients: where edges are and how they run.

    The image is cut into cells; each cell counts its gradients by direction, weighted by
    their length; neighbouring cells are normalised together, as blocks. The shape of
    things remains, lighting and colour do not [1]_. Good for things of one outline in one pose
    (people, digits, clothes, vehicles); bad for what may be anywhere or turned by any angle.
    Equal to ``skimage.feature.hog``, whose choices are described in :mod:`classic_cls.kernels.hog`,
    but compiled, and many times faster.

    Parameters
    ----------
    orientations : int from 1 to 255, default=9
        Number of bins over 180 degrees, or over 360 if ``signed``.
    cell : int or (rows, columns), default=8
        Size of a cell in pixels. Pixels right of and below the last whole cell do not count.
    block : int or (rows, columns), default=2
        Size of a block in cells. Blocks lie one cell apart, so they overlap.
    block_norm : {"L1", "L1-sqrt", "L2", "L2-Hys"}, default="L2-Hys"
        How a block is normalised; "L2-Hys" is L2, clipped at 0.2, and L2 again.
    sqrt : bool, default=False
        Whether to take the square root of the values first: less weight for what
        is bright. In single columns the result can then differ from scikit-image's, where a
        gradient lies on the edge of two bins within rounding (1e-9 degrees).
    signed : bool, default=False
        Whether the direction from dark to light counts: opposite gradients then fall into
        different bins, ``orientations`` of them over 360 degrees (18 are as fine as 9
        unsigned ones). For things that are always darker or always lighter than what is
        behind them; where that changes, as with people's clothes, unsigned ones are better.
        scikit-image has no signed form.

    See Also
    --------
    DalalTriggsHOG : The original form, with interpolated votes; as in OpenCV.
    FelzenszwalbHOG : Signed, unsigned and texture columns of every cell side by side.
    classic_cls.kernels.hog.hog : The definition in full, as a function.

    Notes
    -----
    A colour image has the gradient of its strongest channel, pixel by pixel. A blank
    image gives zeros. Columns are named ``hog_r1_c2_b0x1_o3``: block in row 1, column 2;
    in it the cell in row 0, column 1; fourth bin, counted from horizontal gradients
    (vertical edges) towards downward ones. Blocks of one cell have names without ``b``.

    References
    ----------
    .. [1] N. Dalal and B. Triggs, "Histograms of oriented gradients for human detection",
       CVPR 2005.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import HOG
    >>> image = np.tile(np.arange(0, 160, 10, dtype=np.uint8), (16, 1))
    >>> extractor = HOG(orientations=4, block=1)
    >>> extractor.fit_transform([image]).reshape(4, 4).round(2)
    array([[1., 0., 0., 0.],
           [1., 0., 0., 0.],
           [1., 0., 0., 0.],
           [1., 0., 0., 0.]], dtype=float32)
    >>> extractor.get_feature_names_out()[:2].tolist()
    ['hog_r0_c0_o0', 'hog_r0_c0_o1']
    """

    short_name = "hog"

    _parameter_constraints = {
        "orientations": [Interval(Integral, 1, 255, closed="both")],
        "cell": _PAIR_OR_INT,
        "block": _PAIR_OR_INT,
        "block_norm": [StrOptions(set(BLOCK_NORMS))],
        "sqrt": ["boolean"],
        "signed": ["boolean"],
    }

    def __init__(
        self,
        orientations: int = 9,
        cell: int | Sequence[int] = 8,
        block: int | Sequence[int] = 2,
        block_norm: str = "L2-Hys",
        sqrt: bool = False,
        signed: bool = False,
    ):
        self.orientations = orientations
        self.cell = cell
        self.block = block
        self.block_norm = block_norm
        self.sqrt = sqrt
        self.signed = signed

    def _extract(self, images):
        cell, block = self._sizes(images.shape[1:])
        norm, sqrt, signed = self.block_norm, self.sqrt, bool(self.signed)
        return hog(images, self.orientations, cell, block, norm, sqrt, signed)

    def _columns(self, shape: tuple) -> Columns:
        cell, block = self._sizes(shape)
        blocks = check_blocks(self, shape, cell, block)
        return block_columns(self.short_name, blocks, cell, block, self.orientations)

    def _sizes(self, shape):
        """Cell in pixels and block in cells as pairs, if a block fits into the image."""
        cell, block = _pair(self.cell, "cell"), _pair(self.block, "block")
        check_blocks(self, shape, cell, block)
        return cell, block


def _pair(value, name):
    pair = (value, value) if isinstance(value, Integral) else tuple(value)
    if len(pair) != 2 or not all(isinstance(v, Integral) and v >= 1 for v in pair):
        raise InvalidParameterError(
            f"HOG: {name} is {value!r}; give a number from 1 up or a pair (rows, columns) of them"
        )
    return int(pair[0]), int(pair[1])
