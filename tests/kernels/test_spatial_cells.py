"""Cells of layouts against a plain comparison of positions."""

import numpy as np
import pytest

from classic_cls.kernels.spatial_cells import cells_of, grids_of, segment_numbers

LAYOUTS = ["1x1", "2x2", "1x3", "1x1,2x2,1x3", "1x1,3x1,4x4"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_segments_say_which_points_a_cell_holds(layout):
    positions = np.random.default_rng(0).random((500, 2), np.float32)
    grids = grids_of(layout)
    cells, segments = cells_of(grids), segment_numbers(positions, grids)
    x, y = positions.T
    expected = [
        (column <= x * columns) & (x * columns < column + 1)
        & (row <= y * rows) & (y * rows < row + 1)
        for columns, rows in grids for row in range(rows) for column in range(columns)
    ]
    np.testing.assert_array_equal(cells[:, segments], expected)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_point_is_in_one_cell_of_each_grid(layout):
    corners = np.array([[0, 0], [1, 1], [0.5, 0.5], [1 / 3, 2 / 3]], np.float32)
    grids = grids_of(layout)
    inside = cells_of(grids)[:, segment_numbers(corners, grids)]
    ends = np.cumsum([columns * rows for columns, rows in grids])
    for part in np.split(inside, ends[:-1]):
        np.testing.assert_array_equal(part.sum(axis=0), 1)


def test_one_by_three_is_three_strips_one_above_the_other():
    top = segment_numbers(np.array([[0.1, 0.1], [0.9, 0.1]], np.float32), [(1, 3)])
    assert top.tolist() == [0, 0]


@pytest.mark.parametrize("layout", ["", "2", "2x", "0x1", "1x1,1x1", "axb", "2x2x2", "1x99"])
def test_mistakes_in_layouts(layout):
    with pytest.raises(ValueError, match="layout is .* give grids"):
        grids_of(layout)
