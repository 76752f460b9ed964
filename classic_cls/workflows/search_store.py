"""What a search has found so far, in a folder, so that another run can go on from there."""

import hashlib
import json
import os
import re
from dataclasses import asdict
from pathlib import Path

from .._remedies import remedy
from .._temporary import moving
from .._writing import check_folder, written_whole
from ..datasets import ImageDataset
from ..evaluation import Protocol

_HEADER, _TRIALS = "search.json", "trials.jsonl"


class OtherSearch(ValueError):
    """The folder is of a search of other data, or in another way."""


class SearchStore:
    """The trials of a search by candidate and share of the images; in memory without a folder.

    In the folder are ``search.json`` (what was searched), ``trials.jsonl`` (a line for each trial)
    and ``NAME.npz`` (what the folds gave, of trials on all images).
    """

    def __init__(self, folder, pipelines: dict):
        self.folder = None if folder is None else Path(folder)
        self._key_of = {name: _key(name, pipeline) for name, pipeline in pipelines.items()}
        self._trials: dict[tuple[str, float], object] = {}
        self._lines: list[str] = []

    def open(self, dataset: ImageDataset, protocol: Protocol, make) -> int:
        """Read what is there, of the same data and protocol; gives the number of trials."""
        if self.folder is None:
            return 0
        check_folder(self.folder, "keep")
        header = self.folder / _HEADER
        wanted = {"data": _digest_of(dataset), "protocol": protocol.settings()}
        wanted = json.loads(json.dumps(wanted, default=str))
        if header.exists() and _read_json(header) != wanted:
            raise OtherSearch(_changed(self.folder, _read_json(header), wanted))
        self.folder.mkdir(parents=True, exist_ok=True)
        if not header.exists():
            with written_whole(header) as partial:
                partial.write_text(json.dumps(wanted))
        return self._read(make)

    def _read(self, make) -> int:
        names = {key: name for name, key in self._key_of.items()}
        file = self.folder / _TRIALS
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        for line in lines:
            found = json.loads(line)
            name = names.get(found.pop("key"))
            self._lines.append(line)
            if name is not None and (found["share"] < 1 or self._is_whole(name, found)):
                self._trials[name, found["share"]] = make(**{**found, "name": name})
        return len(self._trials)

    def _is_whole(self, name: str, found: dict) -> bool:
        return found["value"] is None or os.path.exists(self.file(name, 1.0))

    def find(self, name: str, share: float):
        """What an earlier run has found; None if nothing."""
        return self._trials.get((name, share))

    def all(self) -> list:
        """Everything that was tried."""
        return list(self._trials.values())

    def file(self, name: str, share: float) -> Path | None:
        """Where to keep what the folds gave."""
        if self.folder is None or share < 1:
            return None
        return self.folder / f"{self._key_of[name]}.npz"

    def add(self, trial) -> None:
        """Keep a trial."""
        self._trials[trial.name, trial.share] = trial
        if self.folder is None:
            return
        self._lines.append(json.dumps({"key": self._key_of[trial.name], **asdict(trial)}))
        with written_whole(self.folder / _TRIALS) as partial:
            partial.write_text("\n".join(self._lines) + "\n", encoding="utf-8")
        with moving(self.folder):
            pass  # from now on there is something that an interruption leaves


def _key(name: str, pipeline) -> str:
    """A name for files, the same for the same candidate in every run."""
    said = repr(pipeline) if not hasattr(pipeline, "steps") else pipeline.__repr__(10**6)
    digest = hashlib.sha256(f"{name}\0{said}".encode()).hexdigest()[:12]
    return f"{re.sub('[^A-Za-z0-9]+', '-', name)[:40]}-{digest}"


def _digest_of(dataset: ImageDataset) -> str:
    """Of names, contents and labels of the images, and of groups."""
    contents = {ref.path: _digest_of_file(ref.path) for ref in dataset.refs}
    groups = dataset.groups if dataset.groups is not None else [""] * len(dataset)
    targets, total = dataset.targets.tolist(), hashlib.sha256()
    for ref, target, group in zip(dataset.refs, targets, groups, strict=True):
        line = f"{ref.label(dataset.root)}\0{contents[ref.path]}\0{target}\0{group}\n"
        total.update(line.encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _digest_of_file(path) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _read_json(file: Path) -> dict:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        return {}


def _changed(folder: Path, found: dict, wanted: dict) -> str:
    what = "other data" if found.get("data") != wanted["data"] else "other options"
    return (
        f"{folder} holds a search of {what}, which cannot go on: give another folder as "
        + remedy("keep, or remove it", "--out, or begin anew with --force")
    )
