"""Names of columns, for classifiers that hand their rows on."""

from sklearn.utils.validation import check_is_fitted, validate_data


class NamedColumns:
    """A classifier around others that refuses other columns than ``fit`` saw, by name and order."""

    def _same_columns(self, X):
        """The rows as an array, such as the inner classifiers were fitted on."""
        check_is_fitted(self)
        return validate_data(self, X, dtype=None, ensure_all_finite=False, reset=False)
