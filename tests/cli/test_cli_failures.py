"""How the program ends: exit codes, one sentence, no traceback, warnings once."""

import errno
import warnings

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.svm import SVC

from classic_cls import LBP, ContrastStretch, GammaCorrection, Haralick
from classic_cls.cli.failures import Failure, exit_code_of, shown_warnings
from classic_cls.datasets import ImageDataset


def raising(error):
    def work():
        raise error

    return work


@pytest.mark.parametrize(
    "error, code",
    [
        (Failure("some failed"), 1),
        (OSError(errno.ENOSPC, "No space left on device", "out"), 1),
        (MemoryError("8 GB"), 1),
        (ValueError("what was wrong"), 2),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "cells"), 2),
        (PermissionError(errno.EACCES, "Permission denied", "out"), 2),
        (KeyError("x"), 70),
        (TypeError("x"), 70),
        (NotFittedError("x"), 70),
        (KeyboardInterrupt(), 130),
    ],
)
def test_exit_codes(capsys, monkeypatch, error, code):
    monkeypatch.delenv("CLASSIC_CLS_TRACEBACK", raising=False)
    assert exit_code_of(raising(error)) == code
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert "Traceback" not in err and "Errno" not in err


def test_success_is_0():
    assert exit_code_of(lambda: None) == 0


def test_messages_of_this_package_stand_as_they_are(capsys):
    assert exit_code_of(lambda: ImageDataset.open("no/such/folder")) == 2
    assert capsys.readouterr().err == (
        "error: no/such/folder does not exist; give a folder with one folder per class, or a "
        "CSV file\n"
    )


def test_other_messages_say_how_to_find_their_place(capsys):
    exit_code_of(raising(ValueError("operands\ndiffer")))
    err = capsys.readouterr().err
    assert err.startswith("error: operands differ (CLASSIC_CLS_TRACEBACK=1")


def test_a_traceback_on_request(capsys, monkeypatch):
    monkeypatch.setenv("CLASSIC_CLS_TRACEBACK", "1")
    assert exit_code_of(raising(KeyError("x"))) == 70
    assert "Traceback" in capsys.readouterr().err


def test_a_file_name_cannot_steer_the_terminal(capsys):
    exit_code_of(raising(Failure("a\x1b[2Jb\rc")))
    assert capsys.readouterr().err == "error: a?[2Jb c\n"


def test_every_distinct_warning_is_shown_once(capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        with shown_warnings():
            for i in range(3):
                warnings.warn(f"no progress after {i} steps:\nmore", ConvergenceWarning, 1)
            warnings.warn("odd", UserWarning, 1)
            warnings.warn("for developers", FutureWarning, 1)
            warnings.warn("for developers", DeprecationWarning, 1)
            warnings.warn("`sklearn.utils.parallel.delayed` should be used", UserWarning, 1)
    assert capsys.readouterr().err == "warning: no progress after 0 steps\nwarning: odd\n"


@pytest.mark.parametrize("step, said", [
    (Haralick(distances="far"), "a whole number of 1 or more, an instance of 'tuple' or"),
    (Haralick(levels=1), "'levels' parameter of Haralick must be a whole number from 2 to 256."),
    (Haralick(directions="up"), "must be one of 'all', 'mean_range'. Got 'up'"),
    (GammaCorrection(gamma=-1), "must be a number above 0 or 'auto'. Got -1"),
    (ContrastStretch(low=101), "'low' parameter of ContrastStretch must be a number from 0 to 100"),
    (LBP(completed="yes"), "'completed' parameter of LBP must be an instance of 'bool'"),
    (SVC(C=-1), "'C' parameter of SVC must be a float in the range (0.0, inf"),
])
def test_values_of_parameters_are_refused_by_name(capsys, step, said):
    assert exit_code_of(lambda: step.fit(np.zeros((2, 9, 9), np.uint8), [0, 1])) == 2
    err = capsys.readouterr().err
    assert said in err and "CLASSIC_CLS_TRACEBACK" not in err
