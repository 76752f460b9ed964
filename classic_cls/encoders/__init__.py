"""Steps that learn a dictionary and describe images by it; one class a file."""

from .bag_of_words import BagOfVisualWords
from .fisher_vector import FisherVector
from .patch_dictionary import PatchDictionary
from .vlad import VLAD

__all__ = ["BagOfVisualWords", "FisherVector", "PatchDictionary", "VLAD"]
