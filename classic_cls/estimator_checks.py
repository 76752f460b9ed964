"""What every image step of this package, and of a plug-in, must do.

Use it in the tests of a step of your own::

    @pytest.mark.parametrize("name, check", list(yield_checks(MyFeature())))
    def test_common(name, check):
        check()
"""

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from sklearn.base import clone
from sklearn.utils import estimator_checks as sklearn_checks

from .base import DescriptorExtractor, FeatureExtractor, Points

__all__ = ["yield_checks"]

# scikit-learn's own generator yields next to nothing for steps without 2-D input, so
# those of its checks that need no data are named here.
_DATA_FREE_CHECKS = (
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_get_params_invariance",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_set_params",
    "check_valid_tag_types",
)


def yield_checks(estimator) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield the checks that a step from images must pass, by what it makes of them.

    Parameters
    ----------
    estimator : ImageTransformer, FeatureExtractor or DescriptorExtractor
        An instance; it is cloned, not changed.

    Yields
    ------
    name : str
        What is checked.
    check : callable
        Without arguments; raises AssertionError (or what the step raised) on failure.

    Examples
    --------
    >>> from classic_cls import HOG
    >>> for name, check in yield_checks(HOG()):
    ...     check()
    """
    name = type(estimator).__name__
    for check_name in _DATA_FREE_CHECKS:
        check = getattr(sklearn_checks, check_name)
        yield check_name, partial(check, name, clone(estimator))
    for check in (*_COMMON_CHECKS, *_checks_of_kind(estimator)):
        yield check.__name__.lstrip("_"), partial(check, clone(estimator))


def _checks_of_kind(estimator):
    if isinstance(estimator, FeatureExtractor):
        return _EXTRACTOR_CHECKS
    return _POINT_CHECKS if isinstance(estimator, DescriptorExtractor) else _TRANSFORMER_CHECKS


def _images(n=5, shape=(48, 40, 3), seed=0) -> np.ndarray:
    """Smooth blobs and noise, so that steps find edges, corners and colours."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[: shape[0], : shape[1]].reshape(2, *shape[:2], *[1] * (len(shape) - 2))
    images = []
    for _ in range(n):
        frequency = rng.uniform(0.1, 0.6, (2, *shape[2:]))
        waves = 90 + 60 * np.sin(frequency[0] * x) + 60 * np.cos(frequency[1] * y)
        images.append(waves + rng.normal(0, 15, shape))
    return np.clip(images, 0, 255).astype(np.uint8)


def _grey(n=5):
    return _images(n, (48, 40))


def _arrays(result) -> tuple:
    """What an image became: three arrays if points, else one."""
    return result if isinstance(result, Points) else (result,)


def _assert_same(actual, expected, message):
    assert len(actual) == len(expected), message
    for one, other in zip(actual, expected):
        for a, b in zip(_arrays(one), _arrays(other), strict=True):
            np.testing.assert_array_equal(a, b, err_msg=message)


def _check_fit_returns_self(step):
    assert step.fit(_images()) is step


def _check_transform_needs_no_fit(step):
    expected = clone(step).fit(_images()).transform(_images())
    _assert_same(step.transform(_images()), expected, "fit changes the result")


def _check_learns_nothing(step):
    one = clone(step).fit(_images(seed=1)).transform(_images())
    other = clone(step).fit(_images(seed=2)).transform(_images())
    _assert_same(one, other, "the result depends on the images fitted")


def _check_batch_equals_one_by_one(step):
    for images in (_images(), _grey()):
        together = step.transform(images)
        alone = [step.transform([image])[0] for image in images]
        _assert_same(together, alone, "an image's result depends on its batch")


def _check_list_equals_array(step):
    for images in (_images(), _grey()):
        objects = np.empty(len(images), dtype=object)
        objects[:] = list(images)
        expected = step.transform(images)
        _assert_same(step.transform(list(images)), expected, "a list differs from an array")
        _assert_same(step.transform(objects), expected, "an object array differs from an array")


def _check_layout_does_not_matter(step):
    images = _images()
    expected = step.transform(images)
    flipped = images[:, ::-1].copy()[:, ::-1]
    _assert_same(step.transform(flipped), expected, "a strided array differs")
    _assert_same(step.transform(list(flipped)), expected, "strided images differ")


def _check_order_is_kept(step):
    images = _images()
    _assert_same(step.transform(images[::-1]), step.transform(images)[::-1], "the order changes")


def _check_input_is_left_alone(step):
    images = _images()
    before = images.copy()
    step.fit(images).transform(images)
    np.testing.assert_array_equal(images, before, err_msg="transform changes its input")
    images.setflags(write=False)
    step.transform(images)


def _check_pickle(step):
    step.fit(_images())
    again = pickle.loads(pickle.dumps(step))
    _assert_same(again.transform(_images()), step.transform(_images()), "pickling changes the step")


def _check_threads(step):
    step.fit(_images())
    expected = step.transform(_images())
    with ThreadPoolExecutor(4) as pool:
        for result in pool.map(step.transform, [_images()] * 8):
            _assert_same(result, expected, "threads disturb each other")


def _check_bad_images_are_refused(step):
    image = _images(1)[0]
    bad_batches = {
        "no image": [],
        "a single image": image,
        "float images": [image / 255],
        "an alpha channel": [np.dstack([image, image[..., 0]])],
        "two channels": [image[..., :2]],
        "an empty image": [image[:0]],
        "a path": ["image.png"],
        "numbers": [1, 2],
    }
    for what, batch in bad_batches.items():
        for method in (clone(step).fit, clone(step).transform):
            try:
                method(batch)
            except ValueError:
                continue
            raise AssertionError(f"{what} is accepted")


def _check_bad_parameters_are_refused(step):
    class Nonsense:
        def __repr__(self):
            return "nonsense"

    assert set(step._parameter_constraints) == set(step.get_params(deep=False)), (
        "_parameter_constraints does not name every parameter"
    )
    for parameter in step.get_params(deep=False):
        for method in ("fit", "transform"):
            bad = clone(step).set_params(**{parameter: Nonsense()})
            try:
                getattr(bad, method)(_images())
            except ValueError as error:
                assert parameter in str(error), f"the message does not name {parameter}"
                continue
            raise AssertionError(f"{parameter}=nonsense is accepted by {method}")


def _check_odd_images(step):
    odd = {
        "black": np.zeros((48, 40, 3), np.uint8),
        "white": np.full((48, 40), 255, np.uint8),
        "one pixel": np.full((1, 1), 9, np.uint8),
        "one row": np.arange(40, dtype=np.uint8)[None],
        "three columns": np.full((40, 3), 9, np.uint8),  # as a batch: not mistaken for RGB
        "tiny colour": np.full((2, 3, 3), 9, np.uint8),
    }
    for what, image in odd.items():
        try:
            result = clone(step).fit([image]).transform([image])[0]
        except ValueError as error:
            assert what not in ("black", "white"), f"{what} images are refused: {error}"
            continue
        finite = all(np.isfinite(array).all() for array in _arrays(result))
        assert finite, f"the result for {what} is not finite"


def _check_rows(step):
    for images in (_images(), _grey()):
        rows = step.fit(images).transform(images)
        assert isinstance(rows, np.ndarray) and rows.dtype == np.float32, "rows are not float32"
        assert rows.ndim == 2 and len(rows) == len(images), "not one row per image"
        assert np.isfinite(rows).all(), "a feature is not finite"


def _check_columns(step):
    for images in (_images(), _grey(), _images(1, (52, 75, 3))):
        columns = step.fit(images).get_columns()
        names, regions = columns.names, columns.regions
        assert len(names) == step.transform(images).shape[1], "not one name per column"
        assert len(set(names)) == len(names), "two columns share a name"
        assert all(isinstance(name, str) for name in names), "a name is not a string"
        assert names == step.get_feature_names_out().tolist(), "names and columns differ"
        assert regions.shape == (len(names), 4), "not one region per column"
        local = regions[~np.isnan(regions).all(axis=1)]
        assert (local[:, :2] < local[:, 2:]).all(), "a region is empty or lacks an edge"
        inside = local.clip(0, np.tile(images.shape[1:3], 2)) == local
        assert inside.all(), "a region reaches beyond the image"


def _check_rows_tell_images_apart(step):
    rows = step.transform(_images())
    assert len(np.unique(rows, axis=0)) == len(rows), "different images have equal rows"


def _check_set_output(step):
    frame = step.set_output(transform="pandas").fit(_images()).transform(_images())
    assert list(frame.columns) == list(step.get_feature_names_out())


def _check_short_name(step):
    assert step.short_name.isidentifier(), "short_name is no plain name"


def _check_images_out(step):
    for images in (_images(), _grey()):
        result = step.fit(images).transform(images)
        for image in result:
            assert image.dtype == np.uint8, "images are not uint8"
            assert image.ndim in (2, 3) and image.size, "not an image"


def _check_regions_back(step):
    for images in (_images(1), _grey(1), _images(1, (52, 75, 3))):
        image, out = images[0], step.transform(images)[0]
        whole = np.array([[0.0, 0.0, *out.shape[:2]], [np.nan] * 4])
        back, unknown = step._regions_back(whole, image)
        assert np.isnan(unknown).all(), "the whole image becomes a region"
        top, left, bottom, right = back.clip(0, np.tile(image.shape[:2], 2))
        assert top < bottom and left < right, "no part of the image is left"
        if out.shape[:2] != image.shape[:2]:
            assert back.tolist() != whole[0].tolist(), "sizes change and regions do not"


def _check_mixed_sizes(step):
    images = [_images(1)[0], _grey(1)[0], _images(1, (31, 57, 3))[0], _images(1, seed=3)[0]]
    together = step.transform(images)
    alone = [step.transform([image])[0] for image in images]
    _assert_same(list(together), alone, "sizes disturb each other")


def _check_output_is_not_wrapped(step):
    result = step.set_output(transform="pandas").fit(_images()).transform(_images())
    assert not hasattr(result, "columns"), "the result is wrapped in a data frame"
    assert step.get_feature_names_out(["a"]) == ["a"], "names do not pass through"


def _check_points(step):
    for images in (_images(), _grey(), _images(1, (33, 70, 3))):
        for positions, scales, descriptors in step.transform(images):
            n = len(descriptors)
            assert descriptors.ndim == 2 and descriptors.dtype in (np.uint8, np.float32), (
                "descriptors are no table of uint8 or float32"
            )
            assert positions.shape == (n, 2) and positions.dtype == np.float32, "bad positions"
            assert scales.shape == (n,) and scales.dtype == np.float32, "bad scales"
            assert ((positions >= 0) & (positions <= 1)).all(), "a point lies outside the image"
            assert (scales > 0).all(), "a scale is not positive"


def _check_descriptors_are_alike(step):
    blank = np.zeros((48, 40), np.uint8)
    images = [_images(1)[0], _grey(1)[0], _images(1, (64, 90, 3))[0], blank]
    descriptors = [step.transform([image])[0].descriptors for image in images]
    kinds = {(of_image.shape[1], of_image.dtype) for of_image in descriptors}
    assert len(kinds) == 1, "the kind of descriptor depends on the image"


def _check_points_tell_images_apart(step):
    found = [points.descriptors.tobytes() for points in step.transform(_images())]
    assert all(found), "an image full of blobs has no points"
    assert len(set(found)) == len(found), "different images have equal descriptors"


_COMMON_CHECKS = (
    _check_fit_returns_self,
    _check_transform_needs_no_fit,
    _check_learns_nothing,
    _check_batch_equals_one_by_one,
    _check_list_equals_array,
    _check_layout_does_not_matter,
    _check_order_is_kept,
    _check_input_is_left_alone,
    _check_pickle,
    _check_threads,
    _check_bad_images_are_refused,
    _check_bad_parameters_are_refused,
    _check_odd_images,
    _check_short_name,
)
_EXTRACTOR_CHECKS = (
    _check_rows, _check_columns, _check_rows_tell_images_apart, _check_set_output
)
_NO_ROWS_CHECKS = (_check_mixed_sizes, _check_output_is_not_wrapped)
_POINT_CHECKS = (
    _check_points, _check_descriptors_are_alike, _check_points_tell_images_apart, *_NO_ROWS_CHECKS
)
_TRANSFORMER_CHECKS = (_check_images_out, _check_regions_back, *_NO_ROWS_CHECKS)
