"""Edges: how many and in which direction, on a grid."""

from numbers import Integral, Real

from .._compat import Interval
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray
from ..kernels.edges import edge_histogram
from ._grid import cell_bounds


class EdgeHistogram(FeatureExtractor):
    """Density and orientations of edges in every cell of a grid.

    Where brightness changes there is an edge, and the gradient says how strong it is and how it
    runs. For each of ``grid * grid`` cells, the share of its pixels that are edge pixels, and a
    histogram of the orientations of its gradients [1]_: how much outline there is in each place,
    and in which directions.

    A short description of shape and layout that a shift within a cell hardly changes. Mirroring the
    image or turning it by 90 degrees permutes cells and bins. Brightness does not matter, and
    contrast only for the shares of edge pixels. Bad where things turn freely, and blind to colour:
    colour images are taken in luminance.

    Parameters
    ----------
    grid : int, default=4
        Cells along each axis. Cells differ by a pixel where it does not divide the side.
    orientations : int, default=8
        Bins over 180 degrees. An even number puts horizontal and vertical edges in the middle of
        a bin.
    threshold : float, default=25.0
        A pixel is an edge pixel if its gradient is longer than this, in grey levels: the height
        of a straight step that would just be missed. Absolute, so that noise on a flat image
        is not taken for edges; put ``EqualizeHistogram`` or ``CLAHE`` before it where contrast
        differs between images. The default is a tenth of the range, the lower threshold of
        scikit-image's Canny detector.

    See Also
    --------
    HOG : Finer cells, normalised over blocks, without a threshold.
    CornerGrid : Where edges meet.
    CannyEdges : Thin connected edges only, each pixel counting one.

    Notes
    -----
    Gradients are those of ``skimage.filters.sobel_h`` and ``sobel_v``. Orientations are of the
    gradient, modulo 180 degrees; edges are at 90 degrees to them. Bin ``o`` is *centred* on
    ``180 o / orientations`` degrees: ``o0`` holds gradients along a row, that is upright edges.
    Every pixel, edge pixel or not, votes for one bin with the length of its gradient (faint texture
    tells classes apart too), and a histogram adds up to 1, or holds zeros where a cell has no
    gradient at all. All columns are in [0, 1].

    References
    ----------
    .. [1] A. K. Jain and A. Vailaya, "Image retrieval using color and shape", Pattern
       Recognition 29(8), pp. 1233-1244, 1996.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import EdgeHistogram
    >>> half_black = np.zeros((1, 32, 32), np.uint8)
    >>> half_black[:, :, 16:] = 255
    >>> edges = EdgeHistogram(grid=1, orientations=4).fit(half_black)
    >>> edges.get_feature_names_out()[:2].tolist()
    ['edges_r0_c0_density', 'edges_r0_c0_o0']
    >>> edges.transform(half_black)
    array([[0.0625, 1.    , 0.    , 0.    , 0.    ]], dtype=float32)
    """

    short_name = "edges"

    _parameter_constraints = {
        "grid": [Interval(Integral, 1, None, closed="left")],
        "orientations": [Interval(Integral, 1, 255, closed="both")],
        "threshold": [Interval(Real, 0, 1000, closed="both")],
    }

    def __init__(self, grid: int = 4, orientations: int = 8, threshold: float = 25.0):
        self.grid = grid
        self.orientations = orientations
        self.threshold = threshold

    def _extract(self, images: ImageStack):
        bounds = cell_bounds(images.shape[1:], self.grid)
        cells = edge_histogram(to_gray(images), *bounds, self.orientations, self.threshold)
        return cells.reshape(len(images), -1)

    def _columns(self, shape: tuple) -> Columns:
        of_cell = ["density", *(f"o{o}" for o in range(self.orientations))]
        return Columns.of_grid("edges", *cell_bounds(shape, self.grid), of_cell)
