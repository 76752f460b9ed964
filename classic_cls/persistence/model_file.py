"""Writing and opening model files."""

import io
import json
import os
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from sklearn.exceptions import InconsistentVersionWarning

from .._typing import FilePath
from .._writing import written_whole
from ..evaluation import held_out_of
from ._archive import KEPT_ROWS, SCHEMA, open_archive, read_array, write_archive
from ._bounds import check_parts
from ._errors import ModelFileError, damaged
from ._held_out import held_out_from_plain, plain_held_out
from ._schema import check_schema, plain_schema, unknown_types
from ._seal import check_key
from .kept_rows import KeptRows
from .model import ImageModel
from .reference import Reference
from .seen import SeenImages

_DEFAULT_NAME = "model.skops"
# What is stored about a model, and as what it must come back from JSON.
_DETAILS = {
    "class_names": list,
    "task": str,
    "figures": dict,
    "positive": (str, type(None)),
    "reading_range": (list, type(None)),
    "versions": dict,
    "created": str,
}


def save_model(
    model: Any,
    path: FilePath,
    result: Any = None,
    *,
    class_names: Sequence | None = None,
    task: str | None = None,
    positive: str | None = None,
    key: bytes | str | None = None,
) -> Path:
    """Write a fitted pipeline to a file that is safe to open.

    The file holds what prediction needs, class names, versions, the figures and, of a model of
    :func:`train`, twenty bytes of every training image (see ``ImageModel.seen``), seventeen of
    scores, more of several labels (``ImageModel.held_out``), and 132 bytes of 256 of them
    (``ImageModel.reference``). It holds no image and no path; but note that support vectors and
    nearest neighbours *are* the features of training images, which for raw pixels are the images
    themselves. What only training needs, such as the state of a random generator, and ``n_jobs``
    are left out.

    Parameters
    ----------
    model : ImageModel or fitted sklearn.pipeline.Pipeline
    path : path
        File, or a folder, in which it is named ``model.skops``. It is written under
        another name first, so a file of that name is whole at any time.
    result : dict or object, optional
        Figures of the cross-validation: a dict of plain values, or a result, which also
        tells the task and, for several labels, the names, and has the scores from which
        :func:`predict` learns when not to answer.
    class_names : sequence of str, optional
        Names of the labels of a multilabel pipeline; it does not know them itself.
    task : {"binary", "multiclass", "multilabel"}, optional
        None: by the number of classes.
    positive : str, optional
        The class that binary figures are about.
    key : bytes or str, optional
        A secret with which the file is signed (HMAC-SHA256), so that whoever has it too can tell
        that nobody else has altered the file. Without, the file holds a digest of its contents,
        which tells damage but no intent.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ModelFileError
        If the pipeline holds anything but steps and classifiers of this package, of the part of
        scikit-learn that it uses, and of packages that register theirs (:func:`register_types`),
        such as a search, or gives tables.
    ValueError
        If names and pipeline do not fit together, see :class:`ImageModel`.

    Examples
    --------
    >>> import os, tempfile
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.svm import LinearSVC
    >>> pipeline = make_pipeline(LinearSVC()).fit([[0.0], [9.0]], ["bad", "good"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = save_model(pipeline, os.path.join(folder, "cells.skops"), {"accuracy": 0.9})
    ...     model = load_model(path)
    >>> model.class_names, model.figures, model.predict([[8.0]]).tolist()
    (('bad', 'good'), {'accuracy': 0.9}, ['good'])
    """
    check_key(key)
    _refuse_search(getattr(model, "pipeline", model))
    figures = result.plain() if hasattr(result, "plain") else result
    task = task or getattr(result, "task", None)
    positive = positive or getattr(result, "positive", None)
    if class_names is None and task == "multilabel":
        class_names = getattr(result, "class_names", None)
    given = {"class_names": class_names, "task": task, "positive": positive, "figures": figures}
    given["held_out"] = _held_out_of(result)
    given = {name: value for name, value in given.items() if value is not None}
    model = replace(model, **given) if isinstance(model, ImageModel) else ImageModel(model, **given)
    path = _file_of(path)
    data = _to_bytes(model, key)
    try:
        _from_bytes(data)
    except ModelFileError as error:
        raise ModelFileError(f"this pipeline could not be opened again: {error}") from error
    with written_whole(path) as partial, open(partial, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return path


def check_savable(estimator: Any) -> None:
    """Refuse, before the long work, what could not be written to a model file after it.

    Parameters
    ----------
    estimator : estimator, or list of these
        Unfitted, or fitted in part; nothing of it is changed.

    Raises
    ------
    ModelFileError
        If it holds a type that a model file may not; the message names it, and what to do.

    Examples
    --------
    >>> from sklearn.ensemble import StackingClassifier
    >>> from classic_cls import HOG, check_savable
    >>> check_savable(HOG())
    >>> check_savable(StackingClassifier([]))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    classic_cls.persistence._errors.ModelFileError: a model file may not hold 'sklearn...
    """
    _members(estimator)


def load_model(path: FilePath, *, key: bytes | str | None = None) -> ImageModel:
    """Open a model file, whoever wrote it.

    Parameters
    ----------
    path : path
        File, or a folder that holds ``model.skops``.
    key : bytes or str, optional
        The secret that the file was signed with; a file that was not is refused. Without a key a
        signature is not looked at.

    Returns
    -------
    ImageModel

    Raises
    ------
    ModelFileError
        If the file is not a model file, is damaged or altered, holds types that neither this
        package needs nor another one has registered, or was written by a newer version.
    OSError
        If it cannot be read.

    Warns
    -----
    UserWarning
        If another version of scikit-learn wrote it.

    Notes
    -----
    A model file is data, never code: types are held against a list before an object is made,
    and every index that compiled code follows is checked. A digest of all contents tells damage. A
    file can still be *wrong* on purpose, so use models only of people whose judgement you would
    use, or of whom you share a key with.
    """
    check_key(key)
    path = _file_of(path)
    data = path.read_bytes()
    try:
        model = _from_bytes(data, key)
    except ModelFileError as error:
        raise ModelFileError(f"{path}: {error}") from error
    written, here = model.versions.get("scikit-learn"), sklearn.__version__
    if written != here:
        warnings.warn(
            f"{path} was written with scikit-learn {written} and this is {here}: predictions may "
            f"differ; fit the model again, or install scikit-learn=={written}",
            UserWarning,
            stacklevel=2,
        )
    return model


def _held_out_of(result):
    predictions = getattr(result, "predictions", None)
    return None if predictions is None else held_out_of(predictions)


def _file_of(path) -> Path:
    path = Path(path)
    return path / _DEFAULT_NAME if path.is_dir() else path


def _to_bytes(model: ImageModel, key=None) -> bytes:
    stream = io.BytesIO()
    metadata = {name: _plain(getattr(model, name)) for name in _DETAILS}
    metadata["seen"] = model.seen and model.seen.plain()
    metadata["held_out"] = model.held_out and plain_held_out(model.held_out)
    metadata["reference"] = model.reference and model.reference.plain()
    members = _members(model.pipeline)
    if model.rows is not None:
        metadata["rows"] = model.rows.plain()
        rows = io.BytesIO()
        np.save(rows, np.ascontiguousarray(model.rows.halves))
        members[KEPT_ROWS] = rows.getvalue()
    write_archive(stream, metadata, members, key)
    return stream.getvalue()


def _members(estimator) -> dict[str, bytes]:
    """The description of an estimator and its arrays, if a file may hold all its types."""
    import skops.io  # a third of a second, as it looks through all of scikit-learn

    try:
        dumped = zipfile.ZipFile(io.BytesIO(skops.io.dumps(estimator)))
    except Exception as error:
        raise ModelFileError(_why_not_written(estimator, error)) from error
    schema = json.loads(dumped.read(SCHEMA))
    arrays = plain_schema(schema)
    unknown = unknown_types(schema)
    if unknown:
        raise ModelFileError(
            f"a model file may not hold {unknown}: take steps and classifiers of classic_cls, or "
            "have the package register its types (classic_cls.register_types)"
        )
    members = {SCHEMA: json.dumps(schema).encode()}
    return members | {f"{i}.npy": dumped.read(name) for i, name in enumerate(arrays)}


def _refuse_search(model) -> None:
    if hasattr(model, "best_estimator_"):
        raise ModelFileError(
            f"a {type(model).__name__} is a search, not a model: give what it has found, "
            "search.best_estimator_"
        )


def _why_not_written(pipeline, error) -> str:
    # Only set_output leaves this, and its tables stay in a FeatureUnion even when it is undone.
    steps = dict(getattr(pipeline, "steps", ())).values()
    if any(hasattr(step, "_sklearn_output_config") for step in steps):
        return (
            "a pipeline that gives, or gave, tables cannot be written: fit "
            "clone(pipeline).set_output(transform='default') instead"
        )
    return f"the pipeline cannot be written: {error}"


def _plain(value):
    """JSON values for numbers of numpy and tuples; None for numbers that are not finite."""
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (np.ndarray, np.generic)):
        return _plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not np.isfinite(value):
        return None
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise ModelFileError(f"figures hold a {type(value).__name__}; give numbers, text, lists, dicts")


def _from_bytes(data: bytes, key=None) -> ImageModel:
    import skops.io

    metadata = {}
    try:
        metadata, archive = open_archive(data, key)
        types = check_schema(json.loads(archive.read(SCHEMA)), archive, len(data))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", InconsistentVersionWarning)  # load_model says it once
            pipeline = skops.io.loads(data, trusted=types)
        check_parts(pipeline)
        model = ImageModel(pipeline, **_details(metadata))
        return replace(model, rows=_kept_rows(metadata, archive, model))
    except (ModelFileError, MemoryError):
        raise
    except Exception as error:
        # Whatever reading stumbles over, in zip, JSON, numpy or an estimator's state.
        cause = _likely_cause(metadata)
        raise ModelFileError(f"{cause} ({type(error).__name__}: {error})") from error


def _details(metadata: dict) -> dict:
    for name, kind in _DETAILS.items():
        if not isinstance(metadata[name], kind):
            raise damaged(f"'{name}' of the metadata")
    details = {name: metadata[name] for name in _DETAILS}
    readers = {
        "seen": SeenImages.from_plain,
        "held_out": held_out_from_plain,
        "reference": Reference.from_plain,
    }
    for name, read in readers.items():
        kept = metadata.get(name)  # files of earlier versions have none
        details[name] = None if kept is None else read(kept)
    return details


def _kept_rows(metadata: dict, archive, model: ImageModel) -> KeptRows | None:
    if metadata.get("rows") is None:
        return None
    halves = read_array(archive, KEPT_ROWS)
    rows = KeptRows.from_plain(metadata["rows"], halves, len(model.class_names))
    if model.seen is None or len(model.seen) != len(rows):
        raise damaged("kept rows of features")
    return rows


def _likely_cause(metadata) -> str:
    written = metadata.get("versions", {}).get("scikit-learn", sklearn.__version__)
    if written == sklearn.__version__:
        return "damaged or altered"
    return f"written with scikit-learn {written}, and {sklearn.__version__} cannot read it"
