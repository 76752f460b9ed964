"""Single parameters of learned features."""

import pytest
from sample_images import make_images
from sklearn.frozen import FrozenEstimator

from classic_cls import make_image_pipeline
from classic_cls.encoders import PatchDictionary
from classic_cls.pipelines import describe_pipeline
from classic_cls.pipelines.parameters import set_step_parameter, set_where_it_applies


def pipeline(*features):
    return make_image_pipeline(features=list(features), size=32, classifier="logistic")


def test_parameters_of_the_dictionary_and_of_its_descriptor():
    made = pipeline("fisher", "bovw(local_color)", "patches", "vlad(raw_patches)")
    for name, value in [("fisher.n_words", 16), ("fisher.step", 2), ("fisher.bin_sizes", (4,)),
                        ("bovw_local_color.sides", (8,)), ("bovw_local_color.layout", "1x1,2x2"),
                        ("patches.threshold", 0.2), ("vlad_raw_patches.norm", "intra")]:
        set_step_parameter(made, name, value)
    fisher, bovw, patches, vlad = (member for _, member in made["features"].transformer_list)
    assert fisher["words"].n_words == 16 and vlad["words"].n_words != 16
    assert fisher["dense_sift"].step == 2 and fisher["dense_sift"].bin_sizes == (4,)
    assert bovw["local_color"].sides == (8,) != vlad["raw_patches"].sides
    assert bovw["words"].layout == "1x1,2x2"
    assert patches["patches"].threshold == 0.2 and vlad["words"].norm == "intra"


@pytest.mark.parametrize("name, message", [
    ("fisher.n_word", "unknown parameter of fisher 'n_word'. Did you mean 'n_words'?"),
    ("fisher.stp", "Did you mean 'step'?"),
    ("fisher.with_mean", "unknown parameter of fisher 'with_mean'"),
    ("fisher_local_color.step", "unknown step 'fisher_local_color'. Did you mean"),
    ("dense_sift.step", "unknown step 'dense_sift'"),
    ("words.n_words", "unknown step 'words'"),
])
def test_mistakes_tell_what_there_is(name, message):
    with pytest.raises(ValueError) as error:
        set_step_parameter(pipeline("fisher", "bovw(local_color)"), name, 1)
    assert message in str(error.value)


def test_a_dictionary_that_has_learned_keeps_its_parameters():
    learned = PatchDictionary(n_words=4, n_samples=100).fit(make_images(4, (32, 32)))
    made = pipeline(FrozenEstimator(learned))
    with pytest.raises(ValueError, match="patches has no parameters"):
        set_step_parameter(made, "patches.n_words", 9)
    assert learned.n_words == 4


def test_of_several_pipelines_those_that_have_it():
    several = [pipeline("fisher"), pipeline("vlad"), pipeline("hog")]
    set_where_it_applies(several, {"fisher.n_words": 8, "vlad.n_words": 9})
    words = [made["features"].transformer_list[0][1]["words"].n_words for made in several[:2]]
    assert words == [8, 9]
    with pytest.raises(ValueError, match="unknown step 'bovw'"):
        set_where_it_applies(several, {"bovw.n_words": 8})


def test_steps_inside_calibration_and_threshold_have_their_parameters():
    """Columns chosen by labels stand inside what refits them; their names stay."""
    for more in ({}, {"aim": "recall=0.9", "positive": "b"}):
        pipeline = make_image_pipeline(
            features=["hog"], classifier="linear_svm", reduce="select:7", probabilities=True,
            parameters={"reduce.k": 5, "classifier.C": 2.0}, **more,
        )
        assert "reduce" not in pipeline.named_steps
        found = describe_pipeline(pipeline)
        assert found["reduce"] == "select:5" and found["probabilities"]
        assert found["parameters"] == {"classifier.C": 2.0}
