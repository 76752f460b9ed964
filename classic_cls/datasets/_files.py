"""Walk a folder for files that may be images; nothing is opened."""

import heapq
import os
from collections import Counter

from ._draft import SetAside

_IMAGES = frozenset(
    "apng avif bmp dcm dib exr gif heic heif jfif j2k jp2 jpe jpeg jpg pam pbm pgm png pnm ppm "
    "tif tiff webp".split()
)
_NOT_IMAGES = frozenset(
    "7z avi bat bz2 cfg css csv db doc docx gz h5 hdf5 htm html ini ipynb jgw js json jsonl lnk "
    "log mat md md5 mov mp3 mp4 npy npz onnx parquet pdf pgw pickle pkl ppt pptx prj pt pth py "
    "pyc r rar rst sh sha256 skops sqlite tar tex tfw toml tsv txt url wav xls xlsx xml xmp xz "
    "yaml yml zip".split()
)
_CLUTTER = frozenset(
    ["__macosx", "_macosx", "__pycache__", "thumbs.db", "ehthumbs.db", "desktop.ini"]
)
# Bins, thumbnails and snapshots of storage systems: Windows, Synology, QNAP, NetApp, macOS, Linux.
_STORAGE = frozenset([
    "$recycle.bin", "recycler", "recycled", "system volume information", "found.000", "dfsrprivate",
    "@eadir", "#recycle", "#snapshot", "@recycle", "@__thumb", "@recently-snapshot", "@tmp",
    "@sharebin", "@appstore", "~snapshot", "network trash folder", "temporary items",
    "thevolumesettingsfolder", "lost+found", "lost.dir", "picasaoriginals",
])  # fmt: skip
_ABOUT = ("readme", "license", "licence")
_OUTPUT = frozenset(["result.json", "report.html"])


def extension(name: str) -> str:
    """Extension of a file name in lower case, without the dot; '' if there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def has_image_extension(name: str) -> bool:
    """Whether a file name ends like that of an image.

    >>> has_image_extension("a/b.JPG"), has_image_extension("b.txt")
    (True, False)
    """
    return extension(name) in _IMAGES


def tables_in(folder: str) -> list[str]:
    """Names of the files in a folder that may be tables of labels."""
    return sorted(name for name in os.listdir(folder) if extension(name) in ("csv", "tsv"))


class FolderWalk:
    """Files below a folder that may be images, as (name, path); each real folder is read once.

    A link to a folder is followed unless the folder it leads to is read anyway, or has
    been read, or holds the data itself; real places come before links. So loops end,
    and no image is taken twice under two names.
    """

    def __init__(self, root: str):
        self.files: list[tuple[str, str]] = []
        self.folders: list[str] = []
        self.idle_links: list[str] = []
        self.storage: list[str] = []
        self.set_aside: list[SetAside] = []
        self.skipped: Counter = Counter()
        self._links: list[tuple[str, str]] = []
        real = os.path.realpath(root)
        self._seen = set(_parents(real))
        self._walk("", root, real)
        while self._links:
            name, path = heapq.heappop(self._links)
            real = os.path.realpath(path)
            if real in self._seen:
                self.idle_links.append(name)
            else:
                self._walk(name, path, real)

    def _walk(self, name: str, path: str, real: str) -> None:
        waiting = [(name, path, real)]
        while waiting:
            name, path, real = waiting.pop()
            if real not in self._seen:
                self._seen.add(real)
                inside = self._read_folder(name, path)
                waiting += [(n, p, os.path.join(real, os.path.basename(p))) for n, p in inside]

    def _read_folder(self, name: str, path: str) -> list[tuple[str, str]]:
        """Take the files of one folder; return the real folders inside it."""
        try:
            with os.scandir(path) as listing:
                entries = [entry for entry in listing if not _is_clutter(entry.name)]
        except OSError as error:
            self.set_aside.append(SetAside(name or ".", f"cannot be read: {error.strerror}"))
            return []
        if name and _is_output({entry.name for entry in entries}):
            return []
        if name:
            self.folders.append(name)
        prefix = name + "/" if name else ""
        inside = []
        for entry in entries:
            if entry.name.lower() in _STORAGE:
                self.storage.append(prefix + entry.name)
            elif not _is_folder(entry):
                self._take_file(prefix + entry.name, entry)
            elif entry.is_symlink():
                heapq.heappush(self._links, (prefix + entry.name, entry.path))
            else:
                inside.append((prefix + entry.name, entry.path))
        return inside

    def _take_file(self, name: str, entry: os.DirEntry) -> None:
        kind = extension(entry.name)
        if kind in _NOT_IMAGES or (kind not in _IMAGES and _is_about(entry.name)):
            if not _is_about(entry.name):
                self.skipped[kind] += 1
        elif _is_file(entry):
            self.files.append((name, entry.path))
        else:
            is_broken = entry.is_symlink() and not os.path.exists(entry.path)
            reason = "broken link" if is_broken else "not a regular file"
            self.set_aside.append(SetAside(name, reason))


def _parents(path: str) -> list[str]:
    parents = []
    while os.path.dirname(path) != path:
        path = os.path.dirname(path)
        parents.append(path)
    return parents


def _is_folder(entry: os.DirEntry) -> bool:
    # DirEntry.is_dir raises for a link to itself, os.path.isdir does not.
    return os.path.isdir(entry.path) if entry.is_symlink() else entry.is_dir()


def _is_file(entry: os.DirEntry) -> bool:
    return os.path.isfile(entry.path) if entry.is_symlink() else entry.is_file()


def _is_clutter(name: str) -> bool:
    return name[0] == "." or name.lower() in _CLUTTER


def _is_about(name: str) -> bool:
    return name.lower().startswith(_ABOUT)


def _is_output(names: set[str]) -> bool:
    """Whether the files are those that this package writes."""
    return "model.skops" in names or names >= _OUTPUT
