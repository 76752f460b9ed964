"""What is said of files that are no model files."""


class ModelFileError(ValueError):
    """A model cannot be written, or a file cannot be opened as a model."""


def damaged(what: str) -> ModelFileError:
    """The error for contents that no writer of this package produces."""
    return ModelFileError(f"damaged or altered ({what})")
