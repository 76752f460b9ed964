"""Names and regions of columns."""

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

from classic_cls import Column, Columns, EdgeHistogram, Region
from classic_cls.base.columns import moved


def grid():
    return Columns.of_grid("a", [0, 2, 5], [0, 4, 8], ["x", ""])


def test_a_grid_goes_row_by_row_and_cell_by_cell():
    assert list(grid())[2:6] == [
        Column("a_r0_c1_x", Region(0, 4, 2, 8)),
        Column("a_r0_c1", Region(0, 4, 2, 8)),
        Column("a_r1_c0_x", Region(2, 0, 5, 4)),
        Column("a_r1_c0", Region(2, 0, 5, 4)),
    ]


@pytest.mark.parametrize("named, name", [(True, "a_r0_c0_x"), (False, "a_x")])
def test_a_grid_of_one_cell_is_the_whole_image(named, name):
    assert list(Columns.of_grid("a", [0, 5], [0, 8], ["x"], name_only_cell=named)) == [(name, None)]


def test_columns_side_by_side_taken_apart_and_renamed():
    columns = Columns.joined([Columns.whole("pq"), grid()])
    assert len(columns) == 10 and columns[0] == ("p", None)
    assert list(columns.take([2, 1]).prefixed("z_")) == [
        ("z_a_r0_c0_x", (0, 0, 2, 4)), ("z_q", None)
    ]
    assert repr(columns) == "<10 columns>"


def test_inside_a_region_the_whole_is_the_region():
    columns = Columns.joined([Columns.whole("p"), grid()]).inside(Region(10, 20, 15, 28))
    assert columns[0].region == (10, 20, 15, 28)
    assert columns[1].region == (10, 20, 12, 24)


def test_regions_are_stretched_then_moved():
    there = moved(grid().regions, (2, 0.5), (1, -1))
    assert there[-1].tolist() == [5, 1, 11, 3]
    assert moved(there, (0.5, 2), (-0.5, 2))[-1].tolist() == grid().regions[-1].tolist()


def test_an_extractor_is_asked_after_fit_or_for_a_shape():
    step = EdgeHistogram(grid=2)
    with pytest.raises(NotFittedError):
        step.get_columns()
    assert step.get_columns((8, 12))[-1].region == (4, 6, 8, 12)
    step.fit(np.zeros((1, 6, 10), np.uint8))
    assert step.get_columns()[-1].region == (3, 5, 6, 10)
