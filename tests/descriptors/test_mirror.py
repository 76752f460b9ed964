"""Descriptors of the mirror image, from those of the image."""

import numpy as np
import pytest
from sample_images import camera_cuts

from classic_cls.descriptors import DenseSIFT, OpponentSIFT
from classic_cls.encoders import VLAD

COLORED = [np.dstack([cut, cut.T, 255 - cut]) for cut in camera_cuts((48, 48))]


@pytest.mark.parametrize("kind", [DenseSIFT, OpponentSIFT])
@pytest.mark.parametrize("size", [4, 5, 8])
def test_they_are_those_of_the_mirror_image(kind, size):
    """At step 1 there is a descriptor at every place, and so at the mirrored one."""
    (found,) = kind([size], step=1, mirror=True).transform(COLORED[:1])
    (there,) = kind([size], step=1).transform([np.ascontiguousarray(COLORED[0][:, ::-1])])
    n = len(there.scales)
    own, added = (np.lexsort(positions.T.round(4)) for positions in
                  (there.positions, found.positions[n:]))  # fmt: skip
    np.testing.assert_allclose(found.positions[n:][added], there.positions[own], atol=1e-6)
    np.testing.assert_array_equal(found.scales[n:][added], there.scales[own])
    difference = found.descriptors[n:][added].astype(int) - there.descriptors[own]
    assert abs(difference).max() <= 1


def test_the_others_stay_as_they_were():
    (plain,) = DenseSIFT().transform(COLORED[:1])
    (both,) = DenseSIFT(mirror=True).transform(COLORED[:1])
    n = len(plain.scales)
    assert len(both.scales) == 2 * n
    for name in ("positions", "scales", "descriptors"):
        np.testing.assert_array_equal(getattr(both, name)[:n], getattr(plain, name))


def test_an_image_and_its_mirror_image_have_one_row():
    describe = DenseSIFT([4], step=1, mirror=True)
    words = VLAD(n_words=8, random_state=0).fit(describe.transform(COLORED))
    image = COLORED[1]
    one, other = words.transform(describe.transform([image, image[:, ::-1].copy()]))
    assert one @ other > 0.999
    plain = DenseSIFT([4], step=1)
    one, other = words.transform(plain.transform([image, image[:, ::-1].copy()]))
    assert one @ other < 0.99
