"""The public checks find what is wrong with a plug-in that describes points."""

import numpy as np
import pytest

from classic_cls.base import DescriptorExtractor, Points
from classic_cls.estimator_checks import yield_checks


class Corner(DescriptorExtractor):
    """The first pixels of an image, as one point."""

    short_name = "corner"

    def _describe(self, images):
        place = np.full((1, 2), 0.5, np.float32), np.ones(1, np.float32)
        values = images.reshape(len(images), -1)[:, :1]
        return [Points(*place, descriptors[None]) for descriptors in values]


class PixelPositions(Corner):
    """With positions that are not relative to the image."""

    def _describe(self, images):
        return [points._replace(positions=points.positions * 48)
                for points in super()._describe(images)]


class DoublePrecision(Corner):
    """With descriptors of a type that encoders do not take."""

    def _describe(self, images):
        return [points._replace(descriptors=points.descriptors / 255)
                for points in super()._describe(images)]


class LengthOfImage(Corner):
    """With descriptors whose length depends on the image."""

    def _describe(self, images):
        return [points._replace(descriptors=np.repeat(points.descriptors, images.shape[1], axis=1))
                for points in super()._describe(images)]


class Blind(Corner):
    """With the same descriptor for all images."""

    def _describe(self, images):
        return super()._describe(0 * images)


class Nothing(Corner):
    """Without points."""

    def _describe(self, images):
        return [Points(*(values[:0] for values in points)) for points in super()._describe(images)]


class OfTheBatch(Corner):
    """With descriptors that depend on the other images."""

    def _describe(self, images):
        return super()._describe(images - images.min(axis=0))


def failed(step):
    names = []
    for name, check in yield_checks(step):
        try:
            check()
        except (AssertionError, ValueError):
            names.append(name)
    return names


@pytest.mark.parametrize("cls, faults", [
    (Corner, []),
    (PixelPositions, ["check_points"]),
    (DoublePrecision, ["check_points"]),
    (LengthOfImage, ["check_descriptors_are_alike", "check_mixed_sizes"]),
    (Blind, ["check_points_tell_images_apart"]),
    (Nothing, ["check_points_tell_images_apart"]),
    (OfTheBatch, ["check_batch_equals_one_by_one", "check_mixed_sizes"]),
])
def test_faults_are_found(cls, faults):
    assert sorted(failed(cls())) == sorted(faults)
