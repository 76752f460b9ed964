"""Reading: from image files of any kind to 8-bit grey or RGB arrays, by one policy.

Any path that the operating system can open; the format is what the bytes say; EXIF
orientation is applied once; alpha over white; CMYK, palette and 1-bit images are
converted; 16-bit and float images are mapped by one given range; pages and channels
never vanish in silence; a file that cannot be read says why.
"""

from ._depth import lacks_range, reason_of_model
from ._file_facts import FILE_FACTS
from ._find_range import find_range
from ._header import ImageReadError
from ._listening import ReadyToListen
from ._read import (
    MAX_PIXELS,
    count_pages,
    decode_image,
    image_size,
    iter_images,
    read_image,
)
from ._read_columns import ReadColumns, lacking_columns, number_of
from ._read_file_facts import ReadFileFacts
from ._read_images import ReadImages
from ._recent import Recent, grouped_by_file
from ._source import read_ahead, read_mask, read_source

__all__ = [
    "FILE_FACTS",
    "MAX_PIXELS",
    "ImageReadError",
    "ReadColumns",
    "ReadFileFacts",
    "ReadImages",
    "ReadyToListen",
    "Recent",
    "count_pages",
    "decode_image",
    "find_range",
    "grouped_by_file",
    "image_size",
    "iter_images",
    "lacking_columns",
    "lacks_range",
    "number_of",
    "read_ahead",
    "read_image",
    "read_mask",
    "read_source",
    "reason_of_model",
]
