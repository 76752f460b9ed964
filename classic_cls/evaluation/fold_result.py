"""What one fold gave, in figures."""

from dataclasses import dataclass

__all__ = ["FoldResult"]


@dataclass(frozen=True)
class FoldResult:
    """One fold.

    Attributes
    ----------
    repeat, fold : int
        Numbers from 1.
    n_train, n_test : int
        Images fitted and tested.
    fit_seconds, predict_seconds : float
        Time to fit, and to predict the tested images.
    test, train : dict of str to float
        Figures on the tested images, and on (at most 5,000 of) the fitted ones.

    Examples
    --------
    >>> FoldResult(1, 1, 80, 20, 0.5, 0.1, {"accuracy": 0.9}, {"accuracy": 1.0}).row()
    {'repeat': 1, 'fold': 1, 'n_train': 80, 'n_test': 20, 'fit_seconds': 0.5,
     'predict_seconds': 0.1, 'test_accuracy': 0.9, 'train_accuracy': 1.0}
    """

    repeat: int
    fold: int
    n_train: int
    n_test: int
    fit_seconds: float
    predict_seconds: float
    test: dict[str, float]
    train: dict[str, float]

    def row(self) -> dict:
        """All values side by side, the figures as ``test_NAME`` and ``train_NAME``."""
        row = {name: value for name, value in vars(self).items() if not isinstance(value, dict)}
        row |= {f"test_{name}": value for name, value in self.test.items()}
        return row | {f"train_{name}": value for name, value in self.train.items()}
