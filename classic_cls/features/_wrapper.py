"""What the extractors that wrap another one share."""

from ..base import FeatureExtractor

__all__ = ["Wrapper"]


class Wrapper(FeatureExtractor):
    """Base of the extractors with a parameter ``extractor``, which does the describing."""

    def _validate_params(self) -> None:
        super()._validate_params()
        self.extractor._validate_params()

    @property
    def inner_name(self) -> str:
        """Short name of the extractor inside."""
        return self.extractor.short_name
