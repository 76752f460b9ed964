"""What editors and type checkers know of the package: mypy reads this, nothing runs it.

An ignored error that is none is an error too (``warn_unused_ignores``).
"""

from typing import assert_type

import numpy as np

from classic_cls import (
    HOG,
    BagOfVisualWords,
    Columns,
    DenseSIFT,
    ImageDataset,
    LocalFeatures,
    Points,
    Resize,
    near_duplicates,
)
from classic_cls.splitting import make_splits

photos = [np.zeros((40, 60, 3), np.uint8)]

hog = HOG(orientations=9, cell=(8, 8))
assert_type(hog.fit(photos), HOG)
assert_type(hog.fit(photos).transform(photos), np.ndarray)
assert_type(hog.get_columns((40, 60)), Columns)
assert_type(Resize(64).fit(photos), Resize)
points = DenseSIFT(step=8).transform(photos)
assert_type(points, LocalFeatures)
assert_type(points[0], Points)
assert_type(points[1:], LocalFeatures)
assert_type(BagOfVisualWords(100).fit(points).transform(points), np.ndarray)

HOG(orientation=9)  # type: ignore[call-arg]
HOG(orientations="9")  # type: ignore[arg-type]
Resize(size=None)  # type: ignore[arg-type]
hog.transform("photo.png")  # type: ignore[arg-type]
BagOfVisualWords().fit(photos)  # type: ignore[arg-type]

data = ImageDataset.open("photos", group_by="parent")
assert_type(data, ImageDataset)
assert_type(data.take([0, 1]), ImageDataset)
assert_type(data.class_names, tuple[str, ...])
near_duplicates(hog.transform(photos)).pair  # type: ignore[attr-defined]
make_splits(data.labels, repeats="2")  # type: ignore[arg-type]
ImageDataset.from_folder(3)  # type: ignore[arg-type]
