"""Names of the parts of an official split, and of folds."""

import re

_PART_OF = {
    "train": "train", "training": "train", "trn": "train",
    "test": "test", "testing": "test", "tst": "test", "holdout": "test",
    "val": "val", "valid": "val", "validation": "val", "dev": "val", "devel": "val",
    "development": "val", "eval": "val", "evaluation": "val",
}  # fmt: skip
_PART_OF |= {name + "set": part for name, part in _PART_OF.items()}
# What may stand beside the name of a part without making it the name of anything else.
_SAYS_NOTHING = {
    "", "set", "sets", "data", "dataset", "image", "images", "img", "imgs", "photos", "pictures",
    "split", "part", "folder", "dir", "files", "samples", "the", "my", "full", "new",
}  # fmt: skip
_FOLD = re.compile(
    r"(k?folds?|cv|splits?|parts?|partition|batch|subset|set|shard|chunk)[ _.-]?(\d+|[a-z])"
)


def split_part(name: str) -> str | None:
    """Part that a folder or cell names, and nothing besides: 'train', 'test' or 'val'; or None.

    >>> split_part("Validation"), split_part("test_set"), split_part("seg_train")
    ('val', 'test', None)
    """
    words = _words(name)
    return part_in(name) if all(w in _PART_OF or w in _SAYS_NOTHING for w in words) else None


def part_in(name: str) -> str | None:
    """Part that stands among the words of a name.

    >>> part_in("seg_train"), part_in("PublicTest"), part_in("train_of_test"), part_in("strain")
    ('train', 'test', None, None)
    """
    parts = {_PART_OF[word] for word in _words(name) if word in _PART_OF}
    return parts.pop() if len(parts) == 1 else None


def is_any_folder(name: str) -> bool:
    """Whether a folder of this name may lie in every other one, and says nothing itself.

    >>> is_any_folder("Images"), is_any_folder("set1"), is_any_folder("7")
    (True, False, False)
    """
    words = set(_words(name)) - {""}
    return bool(words) and words <= _SAYS_NOTHING and not any(map(str.isdigit, name))


def is_fold(name: str) -> bool:
    """Whether a name is that of one of several equal parts, such as ``fold1`` or ``batch_b``."""
    return _FOLD.fullmatch(name.strip().casefold()) is not None


def _words(name: str) -> list[str]:
    """Words of a name; digits and marks stand between words, and so does a change of case."""
    parted = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return re.split(r"[\W\d_]+", parted.casefold())
