"""Any feature made multi-scale: of the image at several sizes."""

from dataclasses import replace
from numbers import Integral

import numpy as np

from .._compat import Interval
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor, moved
from ..kernels.area_resize import area_resize
from ._wrapper import Wrapper


class MultiScale(Wrapper):
    """Any feature of the image at several sizes, each half of the one before.

    Most features look at neighbourhoods of a fixed number of pixels: they see fine detail only.
    Shrunk to half its size, the same image shows them what is twice as coarse [1]_. With three
    octaves, what a feature says of the image, of its half and of its quarter stands side by side.
    Good for features of texture and corners, whose neighbourhoods are small; features that
    already look at several scales (``GaborBank``, ``Scattering``, ``GIST``) need it less.

    Parameters
    ----------
    extractor : FeatureExtractor
        What describes the image at every size.
    octaves : int, default=3
        Number of sizes: 1, 1/2, 1/4, ... of the image.

    See Also
    --------
    SpatialPyramid : The same feature in parts of the image.

    Notes
    -----
    Images are shrunk by averaging over areas, always from the original, to sides rounded to whole
    pixels, at least one. Sizes are relative to the image as it comes, so images that show things
    at different magnifications stay different. A column of the extractor named ``lbp_p8_r1_u3``
    becomes ``scale2_lbp_p8_r1_u3`` at half the size. On the command line:
    ``--features "multiscale(lbp)"``, and ``--set multiscale_lbp.method=uniform`` for a parameter of
    what is inside.

    References
    ----------
    .. [1] E. H. Adelson, C. H. Anderson, J. R. Bergen, P. J. Burt and J. M. Ogden, "Pyramid
       methods in image processing", RCA Engineer 29(6), pp. 33-41, 1984.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import EdgeHistogram, MultiScale
    >>> fine = np.zeros((1, 32, 32), np.uint8)
    >>> fine[:, :, ::2] = 255  # stripes of one pixel: gone at half the size
    >>> edges = MultiScale(EdgeHistogram(grid=1, orientations=1), octaves=2).fit(fine)
    >>> edges.get_feature_names_out().tolist()
    ['scale1_edges_r0_c0_density', 'scale1_edges_r0_c0_o0',
     'scale2_edges_r0_c0_density', 'scale2_edges_r0_c0_o0']
    >>> edges.transform(fine)[0, 2:]
    array([0., 0.], dtype=float32)
    """

    short_name = "multiscale"

    _parameter_constraints = {
        "extractor": [FeatureExtractor],
        "octaves": [Interval(Integral, 1, 8, closed="both")],
    }

    def __init__(self, extractor: FeatureExtractor, octaves: int = 3):
        self.extractor = extractor
        self.octaves = octaves

    def _extract(self, images: ImageStack) -> np.ndarray:
        sizes = self._sizes(images.shape[1:])
        scaled = [images, *(area_resize(images, *size[:2]) for size in sizes[1:])]
        parts = [self._said_where(self.extractor._extract, stack, self._where(octave))
                 for octave, stack in enumerate(scaled)]
        return np.concatenate(parts, axis=1)

    def _columns(self, shape: tuple) -> Columns:
        parts = []
        for octave, size in enumerate(self._sizes(shape)):
            inner = self._said_where(self.extractor._columns, size, self._where(octave))
            regions = moved(inner.regions, np.divide(shape[:2], size[:2]))
            parts.append(replace(inner, regions=regions).prefixed(f"scale{2**octave}_"))
        return Columns.joined(parts)

    def _where(self, octave: int) -> str:
        return f"the image at 1/{2**octave} of its size (octaves={self.octaves})"

    def _sizes(self, shape: tuple) -> list[tuple]:
        """Shape of the image at every octave."""
        halved = [[max(1, round(side / 2**octave)) for side in shape[:2]]
                  for octave in range(self.octaves)]
        return [(*size, *shape[2:]) for size in halved]
