"""Values of options, and the command that is kept in results."""

import os

import pytest
import typer

from classic_cls._command import command_line
from classic_cls.cli.parsing import (
    one_of,
    parse_cost,
    parse_folds,
    parse_n_jobs,
    parse_page,
    parse_range,
    parse_setting,
    parse_share,
    parse_size,
    split_names,
)


@pytest.mark.parametrize(
    "parse, text, value",
    [
        (parse_size, "64", 64),
        (parse_size, "64x48", (64, 48)),
        (parse_size, " 64X48 ", (64, 48)),
        (parse_size, "Keep", "keep"),
        (parse_range, "auto", "auto"),
        (parse_range, "0,4095", (0, 4095)),
        (parse_range, "-0.5, 0.5", (-0.5, 0.5)),
        (parse_page, "0", 0),
        (parse_page, "max", "max"),
        (parse_page, "each", "each"),
        (parse_share, "0.2", 0.2),
        (parse_folds, "5", 5),
        (parse_folds, "5x0.2", "5x0.2"),
        (parse_folds, "3 X 0.5", "3x0.5"),
        (parse_folds, "leave-one-group-out", "leave-one-group-out"),
        (parse_cost, "defect:good=20", (("defect", "good"), 20.0)),
        (parse_cost, "a b : c=d=0.5", (("a b", "c=d"), 0.5)),
        (parse_n_jobs, "-1", -1),
        (parse_setting, "hog.orientations=12", ("hog.orientations", 12)),
        (parse_setting, "hog.cell=(4, 8)", ("hog.cell", (4, 8))),
        (parse_setting, "hog.block_norm=L1", ("hog.block_norm", "L1")),
        (parse_setting, "a.b=c=d", ("a.b", "c=d")),
        (parse_setting, "raw.color=True", ("raw.color", True)),
        (one_of("ovr", "ovo"), "ovo", "ovo"),
        (split_names, ["hog, color_hist", "edges,"], ["hog", "color_hist", "edges"]),
        (split_names, None, []),
    ],
)
def test_values(parse, text, value):
    assert parse(text) == value


@pytest.mark.parametrize(
    "parse, text",
    [
        (parse_size, "0"),
        (parse_size, "64x"),
        (parse_size, "64x48x3"),
        (parse_size, "big"),
        (parse_range, "5,5"),
        (parse_range, "9,1"),
        (parse_range, "0,1,2"),
        (parse_range, "nan,1"),
        (parse_range, "low,high"),
        (parse_page, "-1"),
        (parse_page, "all"),
        (parse_share, "20"),
        (parse_share, "0"),
        (parse_share, "nan"),
        (parse_share, "some"),
        (parse_folds, "1"),
        (parse_folds, "5x2"),
        (parse_folds, "x0.2"),
        (parse_folds, "loo"),
        (parse_cost, "defect=20"),
        (parse_cost, "defect:good"),
        (parse_cost, "defect:good=-1"),
        (parse_cost, "defect:good=inf"),
        (parse_n_jobs, "0"),
        (parse_n_jobs, "all"),
        (parse_setting, "hog.orientations"),
        (parse_setting, "orientations=3"),
        (parse_setting, ".orientations=3"),
        (parse_setting, "hog.=3"),
        (one_of("ovr", "ovo"), "ova"),
    ],
)
def test_what_makes_no_sense_is_named(parse, text):
    with pytest.raises(typer.BadParameter, match=text):
        parse(text)


def test_the_command_names_no_folder_outside_the_data(tmp_path):
    data, out = os.fspath(tmp_path / "my cells"), os.fspath(tmp_path / "out")
    good = os.fspath(tmp_path / "good.png")
    arguments = ["classic-cls", "train", data, f"--out={out}", "--features", "hog", "--cv=3"]
    arguments += ["--set", f"match_histogram.reference={good}"]
    assert command_line(arguments, [data, out, None, good]) == (
        "classic-cls train 'my cells' --out=out --features hog --cv=3 "
        "--set match_histogram.reference=good.png"
    )


def test_the_command_knows_the_name_of_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert command_line(["classic-cls", "train", "."], ["."]).endswith(tmp_path.name)
