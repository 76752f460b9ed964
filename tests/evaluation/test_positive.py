import pytest

from classic_cls.evaluation import positive_class


@pytest.mark.parametrize(
    "names, expected",
    [
        (["defect", "good"], "defect"),
        (["No", "Yes"], "Yes"),
        (["0", "1"], "1"),
        (["normal", "abnormal"], "abnormal"),
        (["face", "non-face"], "face"),
        (["no_mask", "mask"], "mask"),
        (["good", "not good"], "not good"),
        (["undamaged", "damaged"], "damaged"),
        (["cat", "dog"], None),
        (["0", "1", "2"], None),
        (["a"], None),
    ],
)
def test_known_pairs(names, expected):
    assert positive_class(names) == positive_class(names[::-1]) == expected


def test_wanted_class_wins():
    assert positive_class(["defect", "good"], "good") == "good"


@pytest.mark.parametrize(
    "names, message",
    [(["a", "b"], "'bad' is not among"), (["a", "b", "c"], "needs a task with two")],
)
def test_impossible_wish_is_refused(names, message):
    with pytest.raises(ValueError, match=message):
        positive_class(names, "bad")
