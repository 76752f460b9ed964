"""Files that are written whole or not at all."""

import pytest

from classic_cls._writing import written_whole


def test_a_file_is_replaced_by_a_whole_one(tmp_path):
    file = tmp_path / "a.json"
    file.write_text("old")
    with written_whole(file) as partial:
        partial.write_text("new")
        assert file.read_text() == "old"
    assert file.read_text() == "new" and list(tmp_path.iterdir()) == [file]


def test_half_a_file_leaves_nothing(tmp_path):
    file = tmp_path / "a.json"
    file.write_text("old")
    with pytest.raises(OSError, match="full"), written_whole(file) as partial:
        partial.write_text("ne")
        raise OSError("the disk is full")
    assert file.read_text() == "old" and list(tmp_path.iterdir()) == [file]
