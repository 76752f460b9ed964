"""Real images that ship with scikit-learn and scikit-image, as folders of PNG files."""

from pathlib import Path

import numpy as np

from .._typing import FilePath

_N_BLOCKS = 30
_DIGIT_SIZE = 32
_CANVAS_SIZE = 64

_ABOUT_DIGITS = """\
Handwritten digits, 1797 images of 10 classes.

Source: E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits (UCI Machine
Learning Repository, 1998; test part, 13 writers), as shipped with scikit-learn
(sklearn.datasets.load_digits).

Changed here: 8 x 8 pixels of 0 to 16 were scaled to 0 to 255 and enlarged to 32 x 32
(bilinear), so a file holds no more detail than 8 x 8 pixels do.

Neighbouring digits of the source tend to be by the same writer; who wrote which is not
recorded. File names hold the block of about 60 neighbours, so that
--group-by "block[0-9]+" keeps a block together; without it the figures flatter a little.
"""

_ABOUT_FACES = """\
Faces against non-faces, 100 images of each, 25 x 25 pixels, grey.

Source: G. B. Huang, M. Mattar, H. Lee, E. Learned-Miller, Learning to align from scratch
(NIPS 2012), Labeled Faces in the Wild; the subset shipped with scikit-image
(skimage.data.lfw_subset). The non-faces are pieces of the backgrounds of the same photos.

Changed here: grey values of 0 to 1 were scaled to 0 to 255.
"""

_ABOUT_MULTILABEL = """\
One to three handwritten digits on a canvas of 64 x 64 pixels; the labels are the digits seen.

These pictures are COMPOSED, not photographed: each puts one to three digits of the set
"digits" (see its README) into different quarters of a black canvas, at random places. Each
source digit is used in one picture only.

labels.csv: path, labels (joined by ;), and group: the block of about 60 neighbouring
source digits, likely to share writers, that all digits of a picture come from.
"""


def write_demo_sets(folder: FilePath, random_state: int = 0) -> dict[str, Path]:
    """Write three small sets of real images.

    ``digits`` (10 classes of handwritten digits), ``faces`` (faces against non-faces) and
    ``digits_multilabel`` (composed of one to three digits each, with a table of labels
    and groups). A README in each says where the images come from and what was changed.

    Parameters
    ----------
    folder : path
        Where to write; files of the same names are overwritten.
    random_state : int
        Seed of the composition of ``digits_multilabel``.

    Returns
    -------
    dict of str to Path
        For each set what `ImageDataset.open` takes: a folder, or a CSV file.

    References
    ----------
    .. [1] E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine
       Learning Repository, 1998.
    .. [2] G. B. Huang, M. Mattar, H. Lee, E. Learned-Miller, "Learning to align from
       scratch", NIPS 2012.

    Examples
    --------
    >>> import tempfile
    >>> from classic_cls.datasets import ImageDataset, write_demo_sets
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sets = write_demo_sets(folder)
    ...     print(ImageDataset.open(sets["faces"]).describe())
    200 images, 2 classes (100 each)
    """
    folder = Path(folder)
    images, digits = _read_digits()
    blocks = np.arange(len(images)) * _N_BLOCKS // len(images)
    rng = np.random.default_rng(random_state)
    return {
        "digits": _write_digits(folder / "digits", images, digits, blocks),
        "faces": _write_faces(folder / "faces"),
        "digits_multilabel": _write_multilabel(
            folder / "digits_multilabel", images, digits, blocks, rng
        ),
    }


def demo_photo() -> str:
    """Path of a colour photo that ships with scikit-learn: a flower, 640 x 427 pixels.

    >>> Path(demo_photo()).name
    'flower.jpg'
    """
    from importlib.resources import files

    return str(files("sklearn.datasets.images").joinpath("flower.jpg"))


def _read_digits() -> tuple[list[np.ndarray], np.ndarray]:
    import cv2
    from sklearn.datasets import load_digits

    bunch = load_digits()
    small = np.rint(bunch.images * (255 / 16)).astype(np.uint8)
    size = (_DIGIT_SIZE, _DIGIT_SIZE)
    return [cv2.resize(i, size, interpolation=cv2.INTER_LINEAR) for i in small], bunch.target


def _write_digits(folder: Path, images, digits, blocks) -> Path:
    for number, (image, digit, block) in enumerate(zip(images, digits, blocks)):
        _write_png(folder / str(digit) / f"block{block:02d}_digit{number:04d}.png", image)
    _write_text(folder / "README.txt", _ABOUT_DIGITS)
    return folder


def _write_faces(folder: Path) -> Path:
    from skimage.data import lfw_subset

    images = np.rint(lfw_subset() * 255).astype(np.uint8)
    for number, image in enumerate(images):
        name = "face" if number < 100 else "non_face"
        _write_png(folder / name / f"{name}_{number % 100:03d}.png", image)
    _write_text(folder / "README.txt", _ABOUT_FACES)
    return folder


def _write_multilabel(folder: Path, images, digits, blocks, rng) -> Path:
    lines = ["path,labels,group"]
    for block in range(_N_BLOCKS):
        members = rng.permutation(np.flatnonzero(blocks == block))
        while len(members):
            used, members = np.split(members, [rng.integers(1, 4)])
            name = f"images/{len(lines):04d}.png"
            _write_png(folder / name, _compose([images[i] for i in used], rng))
            labels = ";".join(sorted({str(digits[i]) for i in used}))
            lines.append(f"{name},{labels},block{block:02d}")
    _write_text(folder / "labels.csv", "\n".join(lines) + "\n")
    _write_text(folder / "README.txt", _ABOUT_MULTILABEL)
    return folder / "labels.csv"


def _compose(images, rng) -> np.ndarray:
    """Put each image, a little smaller, into a quarter of its own of a black canvas."""
    import cv2

    canvas = np.zeros((_CANVAS_SIZE, _CANVAS_SIZE), np.uint8)
    half, size = _CANVAS_SIZE // 2, 26
    for image, quarter in zip(images, rng.permutation(4)):
        y, x = np.array(divmod(int(quarter), 2)) * half + rng.integers(0, half - size + 1, 2)
        canvas[y : y + size, x : x + size] = cv2.resize(
            image, (size, size), interpolation=cv2.INTER_AREA
        )
    return canvas


def _write_png(path: Path, image: np.ndarray) -> None:
    import cv2

    path.parent.mkdir(parents=True, exist_ok=True)
    # Not cv2.imwrite, which cannot open every path on every system.
    path.write_bytes(cv2.imencode(".png", image)[1].tobytes())


def _write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))
