"""What visual words look like: the patches nearest to a word, and the words of an image."""

from .patches import learned_patches
from .survey import WordSurvey, survey_words
from .word_features import ImageWords, WordFeature, word_features, words_on_image

__all__ = [
    "ImageWords",
    "WordFeature",
    "WordSurvey",
    "learned_patches",
    "survey_words",
    "word_features",
    "words_on_image",
]
