"""Back to the order of the sources, after they were taken file by file."""

from dataclasses import replace

import numpy as np

from ..base import LocalFeatures


def in_order_of_sources(extraction, values, n_views, order):
    """An extraction, and the values of every block, of sources that were taken in this order."""
    kept = np.asarray(order)[extraction.kept]
    places = np.argsort(kept)
    rejected = [replace(item, row=order[item.row]) for item in extraction.rejected]
    extraction = replace(
        extraction,
        kept=kept[places],
        rejected=tuple(sorted(rejected, key=lambda item: item.row)),
        digests=tuple(extraction.digests[place] for place in places),
    )
    return extraction, [_taken(v, places, n) for v, n in zip(values, n_views)]


def _taken(values, places, n_views: int):
    """Entries of images in another order, views of an image side by side."""
    rows = (places[:, None] * n_views + np.arange(n_views)).ravel()
    if isinstance(values, list):
        return [values[row] for row in rows]
    return values.take(rows) if isinstance(values, LocalFeatures) else values[rows]
