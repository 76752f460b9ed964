"""Base of the encoders whose words are means of k-means."""

import numpy as np

from ..kernels.k_means import k_means, k_means_step
from ..kernels.nearest_words import nearest_words
from ._encoder import DescriptorEncoder, run_in_threads


class KMeansEncoder(DescriptorEncoder):
    """Learns ``words_`` by k-means, and goes on by its minibatch form."""

    def _learn(self, sample, rng):
        n_words = min(self.n_words, len(sample))
        self.words_ = k_means(sample, n_words, rng, run=run_in_threads)
        self.word_counts_, _, error = k_means_step(sample, self.words_, run_in_threads)
        self.word_distance_ = max(float(np.sqrt(max(error, 0) / len(sample))), 1e-3)

    def _update(self, sample):
        """Every word becomes the mean of all that has ever been nearest to it (Sculley, 2010)."""
        counts, sums, _ = k_means_step(sample, self.words_, run_in_threads)
        sums += self.words_ * self.word_counts_[:, None]
        self.word_counts_ = self.word_counts_ + counts
        self.words_ = (sums / np.maximum(self.word_counts_, 1)[:, None]).astype(np.float32)

    def _nearest(self, descriptors):
        return nearest_words(descriptors, self.words_)
