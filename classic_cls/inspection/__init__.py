"""What models look at, what features see, and what visual words look like and where they are."""

from .explaining import explain
from .explanation import Explanation
from .mean_explanation import MeanExplanation, explain_mean
from .nearest_images import NearestImages, Neighbour, nearest_images
from .patches import learned_patches
from .sight import Bars, Dots, Picture, Sheet, Sight, Strokes, Table
from .sights import see, with_words
from .survey import WordSurvey, survey_words
from .word_features import ImageWords, WordFeature, word_features, words_on_image

__all__ = [
    "Bars",
    "Dots",
    "Explanation",
    "ImageWords",
    "NearestImages",
    "Neighbour",
    "Picture",
    "Sheet",
    "Sight",
    "Strokes",
    "Table",
    "MeanExplanation",
    "WordFeature",
    "WordSurvey",
    "explain",
    "explain_mean",
    "learned_patches",
    "nearest_images",
    "see",
    "survey_words",
    "with_words",
    "word_features",
    "words_on_image",
]
