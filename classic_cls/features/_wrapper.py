"""What the extractors that wrap another one share."""

from .._compat import InvalidParameterError
from ..base import FeatureExtractor


class Wrapper(FeatureExtractor):
    """Base of the extractors with a parameter ``extractor``, which does the describing."""

    def _validate_params(self) -> None:
        super()._validate_params()
        self.extractor._validate_params()

    def _said_where(self, method, argument, where: str):
        """``method(argument)`` of the extractor inside; what goes wrong there says where it was."""
        try:
            return method(argument)
        except InvalidParameterError:
            raise
        except ValueError as error:
            raise ValueError(f"{type(self).__name__}, {where}: {error}") from None
