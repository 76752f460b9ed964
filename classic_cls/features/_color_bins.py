"""Bins of the channels of a colour space, as parameter and in names."""

from numbers import Integral

from .._compat import InvalidParameterError
from ..kernels.color import CHANNEL_NAMES


def bins_of_channels(bins, space: str) -> tuple[int, ...]:
    """Bins of every channel of a colour space, from one number or one of each channel, 1 to 256.

    >>> bins_of_channels(8, "rgb"), bins_of_channels((4, 2), "rg")
    ((8, 8, 8), (4, 2))
    """
    n = len(CHANNEL_NAMES[space])
    of_channels = (bins,) * n if isinstance(bins, Integral) else tuple(bins)
    if len(of_channels) != n or not all(
        isinstance(b, Integral) and 1 <= int(b) <= 256 for b in of_channels
    ):
        raise InvalidParameterError(
            f"bins must be a whole number from 1 to 256, or {n} of them, one for each channel of "
            f"space='{space}'; got {bins!r}"
        )
    return tuple(int(b) for b in of_channels)


def bin_names(bins, space: str) -> list[list[str]]:
    """Names of the bins of every channel.

    >>> bin_names((2, 1), "rg")
    [['r0', 'r1'], ['g0']]
    """
    letters = zip(CHANNEL_NAMES[space], bins_of_channels(bins, space), strict=True)
    return [[f"{letter}{b}" for b in range(n)] for letter, n in letters]
