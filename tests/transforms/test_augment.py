"""Versions of an image: what they show, and what they hang on."""

import cv2
import numpy as np
import pytest
from sample_images import camera_cuts, noise

from classic_cls import Augment
from classic_cls.cli.pipeline_options import PipelineOptions
from classic_cls.kernels.moving import moved_image, relit_image
from classic_cls.pipelines import AUGMENTATIONS

GREY, COLOUR = camera_cuts((40, 56))[0], noise((40, 56, 3), smooth=0)
IMAGES = {"grey": GREY, "colour": COLOUR}
MOVING = [name for name in AUGMENTATIONS if name != "none"]


def views(image, *args, digest="0a", n=8, **options):
    step = Augment(*args, n_views=n, **options)
    return [step.view(image, number, digest) for number in range(n)]


@pytest.mark.parametrize("image", IMAGES.values(), ids=IMAGES)
@pytest.mark.parametrize("preset", AUGMENTATIONS)
def test_views_are_images_of_the_same_kind(preset, image):
    made = views(image, preset)
    assert all(view.shape == image.shape and view.dtype == np.uint8 for view in made)
    np.testing.assert_array_equal(made[0], image)
    n_different = len({view.tobytes() for view in made})
    assert n_different == (1 if preset == "none" else 8)


@pytest.mark.parametrize("preset", MOVING)
def test_views_hang_on_seed_number_and_content_alone(preset):
    made = views(COLOUR, preset)
    again = views(COLOUR.copy(), preset)
    for number in (7, 3, 5):  # in any order, by any of equal steps
        np.testing.assert_array_equal(made[number], again[number])
        np.testing.assert_array_equal(made[number], views(COLOUR, preset, n=20)[number])
        assert (made[number] != views(COLOUR, preset, digest="0b")[number]).any()
        assert (made[number] != views(COLOUR, preset, random_state=1)[number]).any()


@pytest.mark.parametrize("preset", AUGMENTATIONS)
@pytest.mark.parametrize("mirror", [True, False, None])
def test_every_other_view_is_mirrored_where_that_is_asked_for(preset, mirror):
    mirrors = AUGMENTATIONS[preset].mirror if mirror is None else mirror
    image = np.zeros((64, 64), np.uint8)
    image[:, :16] = 255  # what no preset moves to the other half
    made = views(image, preset, mirror=mirror)
    right = [view[:, 32:].mean() > view[:, :32].mean() for view in made]
    assert right == [mirrors and number % 2 == 1 for number in range(8)]
    if mirrors:
        np.testing.assert_array_equal(made[1], image[:, ::-1])


def test_documents_and_digits_are_never_mirrored():
    assert not AUGMENTATIONS["document"].mirror and AUGMENTATIONS["document"].from_border


def test_documents_come_before_the_colour_of_their_border():
    paper = np.full((50, 50, 3), (200, 190, 170), np.uint8)
    paper[20:30, 15:35] = 0
    for view in views(paper, "document", n=20):
        edge = np.concatenate([view[0], view[-1], view[:, 0], view[:, -1]])
        assert (edge == (200, 190, 170)).all()


def test_what_leaves_one_side_is_reflected_there():
    image = np.uint8([[1, 2, 3, 4, 5]]).repeat(5, 0)
    assert moved_image(image, shift=(0.4, 0))[0].tolist() == [3, 2, 1, 2, 3]
    assert moved_image(image, shift=(-0.4, 0))[0].tolist() == [3, 4, 5, 4, 3]
    assert moved_image(image.T, shift=(0, 0.4))[:, 0].tolist() == [3, 2, 1, 2, 3]
    assert moved_image(image, shift=(0.4, 0), from_border=True)[0].tolist() == [3, 3, 1, 2, 3]


@pytest.mark.parametrize("image", [GREY[:, :40], COLOUR[:, :40]], ids=IMAGES)
def test_quarter_turns_and_mirrors_are_exact(image):
    for quarters in range(4):
        turned = moved_image(image, angle=quarters * np.pi / 2)
        difference = turned.astype(int) - np.rot90(image, -quarters)
        assert abs(difference).max() <= 1
        mirrored = moved_image(image, mirror=True, angle=quarters * np.pi / 2)
        difference = mirrored.astype(int) - np.rot90(image[:, ::-1], -quarters)
        assert abs(difference).max() <= 1


def test_the_map_is_that_of_the_definition():
    """Each pixel against the image at the place that the docstring gives."""
    smooth = cv2.GaussianBlur(GREY, (0, 0), 4)
    angle, scale, shift = 0.2, 1.2, (0.05, -0.1)
    found = moved_image(smooth, mirror=True, angle=angle, scale=scale, shift=shift)
    height, width = smooth.shape
    middle = np.array([width - 1, height - 1]) / 2
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    rows, columns = np.mgrid[10:30, 15:40]
    p = np.stack([columns.ravel(), rows.ravel()], axis=1)
    x, y = (np.diag([-1, 1]) @ turn @ (p - middle - np.multiply(shift, (width, height))).T
            / scale + middle[:, None])
    expected = cv2.remap(smooth, np.float32(x), np.float32(y), cv2.INTER_LINEAR,
                         borderMode=cv2.BORDER_REFLECT_101).ravel()
    assert abs(found[10:30, 15:40].ravel().astype(int) - expected).max() <= 2


def test_light_keeps_or_moves_the_mean():
    image = np.uint8([[100, 120], [110, 110]])
    assert relit_image(image, contrast=2).tolist() == [[90, 130], [110, 110]]
    assert relit_image(image, brightness=0.2).tolist() == [[151, 171], [161, 161]]
    assert relit_image(image, brightness=1).min() == 255
    assert relit_image(image) is image


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (1, 9, 3), (2, 2, 3)])
@pytest.mark.parametrize("preset", MOVING)
def test_the_smallest_images_have_views(preset, shape):
    assert all(view.shape == shape for view in views(noise(shape), preset))


def test_a_step_alone_shows_the_images_themselves():
    images = np.stack([COLOUR, COLOUR[::-1]])
    np.testing.assert_array_equal(Augment("strong").fit_transform(images), images)


def test_presets_grow_and_the_shell_knows_them_all():
    light, medium, strong = (AUGMENTATIONS[name] for name in ("light", "medium", "strong"))
    for name in ("shift", "turn", "scale", "brightness", "contrast"):
        assert getattr(light, name) <= getattr(medium, name) <= getattr(strong, name)
    option = PipelineOptions.__dataclass_fields__["augment"].type.__metadata__[0]
    assert [option.parser(name) for name in AUGMENTATIONS] == [*AUGMENTATIONS]


@pytest.mark.parametrize("wrong", [
    {"preset": "wild"}, {"n_views": 0}, {"test_views": 0}, {"mirror": "both"}, {"random_state": -1}
])
def test_wrong_parameters_are_refused(wrong):
    with pytest.raises(ValueError, match=f"'{next(iter(wrong))}' parameter of Augment"):
        Augment(**wrong).fit([GREY])
