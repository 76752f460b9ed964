"""Steps whose answer is as precise as what they are given."""


class KeepsPrecision:
    """Mixin of the steps that answer float64 and float32 in kind."""

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags
