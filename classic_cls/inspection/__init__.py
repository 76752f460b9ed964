"""What models look at: explanations of answers, and what visual words look like."""

from .explaining import explain
from .explanation import Explanation
from .mean_explanation import MeanExplanation, explain_mean
from .patches import learned_patches
from .survey import WordSurvey, survey_words
from .word_features import ImageWords, WordFeature, word_features, words_on_image

__all__ = [
    "Explanation",
    "ImageWords",
    "MeanExplanation",
    "WordFeature",
    "WordSurvey",
    "explain",
    "explain_mean",
    "learned_patches",
    "survey_words",
    "word_features",
    "words_on_image",
]
