"""Divide images, or groups of them, into parts that are alike in what they hold."""

from dataclasses import dataclass

import numpy as np

# Whole numbers keep the exchanges the same on every machine and for any number of threads.
_SCALE = 2**30
_MOST_SWEEPS = 5
_MOST_EXCHANGES = 100
_MOST_NEIGHBOURS = 10
_MOST_KINDS = 2000
_CANDIDATES = 20


@dataclass(frozen=True)
class Units:
    """What is never divided, images or groups: labels and images in each; unit of each image."""

    counts: np.ndarray
    sizes: np.ndarray
    unit_of: np.ndarray

    @classmethod
    def of_images(cls, indicator, groups=None):
        """Units of an indicator ``(n, q)``: one per image, or one per group.

        >>> Units.of_images(np.eye(3, dtype=bool), np.array([1, 0, 0])).counts
        array([[0, 1, 1],
               [1, 0, 0]])
        """
        n_images = len(indicator)
        if groups is None:
            ones = np.ones(n_images, dtype=np.int64)
            return cls(indicator.astype(np.int64), ones, np.arange(n_images))
        unit_of = np.unique(groups, return_inverse=True)[1]
        sizes = np.bincount(unit_of)
        counts = np.zeros((len(sizes), indicator.shape[1]), dtype=np.int64)
        np.add.at(counts, unit_of, indicator)
        return cls(counts, sizes, unit_of)

    @classmethod
    def of_classes(cls, y, groups):
        """Units of labels ``(n,)``: one per group.

        >>> Units.of_classes(np.array(["a", "b", "b"]), np.array([0, 1, 1])).counts
        array([[1, 0],
               [0, 2]])
        """
        codes = np.unique(y, return_inverse=True)[1]
        unit_of = np.unique(groups, return_inverse=True)[1]
        sizes = np.bincount(unit_of)
        counts = np.zeros((len(sizes), codes.max() + 1), dtype=np.int64)
        np.add.at(counts, (unit_of, codes), 1)
        return cls(counts, sizes, unit_of)


def stratified_parts(units, wanted, rng):
    """Part of every image; none is left empty.

    Iterative stratification (Sechidis et al. 2011) of whole units with an upper limit of
    the part sizes, then exchanges of two units (or, where units are groups, moves of one)
    between two parts. An exchange is made if it lowers the sum over parts and columns of
    ``(count - wanted count)**2 / total``, with the number of images as one more column
    that weighs as much as all others together; or if it gives a part a label that it lacks.
    None takes the last unit with a label from a part, as far as that label is wanted in
    every part: one that at least as many units hold as there are parts.

    The parts that are ``wanted`` are all alike or two; where units are images, their sizes are
    exact. A label that is wanted in every part is wanted at least as often as the mean of the
    units that hold it has it.

    >>> units = Units.of_images(np.repeat(np.eye(2, dtype=bool), 10, axis=0))
    >>> parts = stratified_parts(units, np.array([4, 16]), np.random.RandomState(0))
    >>> np.bincount(parts[:10]).tolist(), np.bincount(parts[10:]).tolist()
    ([2, 8], [2, 8])
    """
    # Units are dealt and exchanged in this order. The size is one more column to spread: the
    # last one, which every unit has.
    order = rng.permutation(len(units.sizes))
    columns = np.column_stack([units.counts, units.sizes])[order]
    targets = _targets(columns, wanted)
    dealt = _Dealer(columns, targets, rng.permutation(len(wanted))).deal()
    _fill_empty(dealt, columns[:, -1], len(wanted))
    part_of = np.empty_like(dealt)
    part_of[order] = _Exchanger(columns, targets, dealt).run()
    return part_of[units.unit_of]


def grouped_folds(y, groups, n_folds, random_state=0):
    """Stratified folds that divide no group, each a pair of sorted training and test rows.

    >>> y, groups = np.array(list("ababab")), np.array([0, 0, 1, 1, 2, 2])
    >>> [test.tolist() for _, test in grouped_folds(y, groups, 3)]
    [[2, 3], [0, 1], [4, 5]]
    """
    wanted = np.full(n_folds, len(y) // n_folds)
    wanted[: len(y) % n_folds] += 1
    units = Units.of_classes(y, groups)
    parts = stratified_parts(units, wanted, np.random.RandomState(random_state))
    is_test = [parts == fold for fold in range(n_folds)]
    return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in is_test]


def _targets(columns, wanted):
    """How much of every column each part should have, ``(parts, columns)``."""
    n_parts = len(wanted)
    shares = np.repeat((wanted / wanted.sum())[:, None], columns.shape[1], axis=1)
    n_units = (columns > 0).sum(axis=0)
    enough = n_units >= n_parts
    least = 1 / n_units[enough]
    shares[:, enough] = np.clip(shares[:, enough], least, 1 - (n_parts - 1) * least)
    targets = shares * columns.sum(axis=0)
    targets[:, -1] = np.rint(targets[:, -1])
    return targets


class _Dealer:
    """The state of iterative stratification, in lists: single entries of arrays are slow."""

    def __init__(self, columns, targets, parts):
        self.columns = columns
        self.parts = parts.tolist()
        self.lacking = targets.T.tolist()
        self.held = [np.flatnonzero(row).tolist() for row in columns]
        self.amounts = [row[held].tolist() for row, held in zip(columns, self.held)]
        self.n_left = (columns > 0).sum(axis=0).tolist()
        self.part_of = [-1] * len(columns)

    def deal(self):
        """Part of every unit, those with the rarest label dealt out first."""
        size = len(self.n_left) - 1
        rest = list(range(size))
        while rest := [label for label in rest if self.n_left[label]]:
            self._deal_label(min(rest, key=self.n_left.__getitem__))
        self._deal_label(size)
        return np.array(self.part_of)

    def _deal_label(self, label):
        """Deal the units with a label, large ones first, to the part that lacks it most."""
        units = np.flatnonzero(self.columns[:, label])
        units = units[np.argsort(-self.columns[units, label], kind="stable")]
        lacking, room = self.lacking[label], self.lacking[-1]
        for unit in units.tolist():
            if self.part_of[unit] < 0:
                parts = [part for part in self.parts if room[part] > 0] or self.parts
                self._put(unit, max(parts, key=lambda part: (lacking[part], room[part])))

    def _put(self, unit, part):
        self.part_of[unit] = part
        for label, amount in zip(self.held[unit], self.amounts[unit]):
            self.lacking[label][part] -= amount
            self.n_left[label] -= 1


def _fill_empty(part_of, sizes, n_parts):
    """Give every empty part the smallest unit of the part with the most units."""
    for part in np.flatnonzero(np.bincount(part_of, minlength=n_parts) == 0):
        units = np.flatnonzero(part_of == np.bincount(part_of).argmax())
        part_of[units[sizes[units].argmin()]] = part


class _Exchanger:
    """Exchanges between kinds of equal units as long as the parts come nearer to the targets."""

    def __init__(self, columns, targets, part_of):
        self.part_of = part_of
        self.targets = targets
        self.kinds, kind_of = np.unique(columns, axis=0, return_inverse=True)
        self.kind_of = kind_of.reshape(-1)
        self.n_of_kind = np.zeros((len(targets), len(self.kinds)), dtype=np.int32)
        np.add.at(self.n_of_kind, (part_of, self.kind_of), 1)
        self.counts = self.n_of_kind @ self.kinds
        self.needed = (columns > 0).sum(axis=0) >= len(targets)
        self.largest = columns.max(axis=0)
        self.weights = _SCALE / np.maximum(columns.sum(axis=0), 1)
        # Uneven sizes would be an ill of every label.
        self.weights[-1] *= columns.shape[1]
        # To move a unit is to exchange it for one that holds nothing: the last kind.
        self.may_move = self.largest[-1] > 1
        self.kinds = np.vstack([self.kinds, np.zeros_like(self.kinds[:1])])

    def run(self):
        """Part of every unit, after the exchanges."""
        n_parts = len(self.targets)
        # All pairs of few parts; of many parts, every part with some others.
        reach = min(n_parts // 2, _MOST_NEIGHBOURS)
        pairs = [(a, (a + step) % n_parts) for step in range(1, reach + 1) for a in range(n_parts)]
        for _ in range(_MOST_SWEEPS):
            if not sum([self._improve(a, b) for a, b in pairs]):
                break
        return self.part_of

    def _improve(self, a, b):
        """Make the best exchanges of two parts; return how many."""
        for n_done in range(_MOST_EXCHANGES):
            kinds = self._best(a, b)
            if kinds is None:
                return n_done
            # Both units are found before one of them changes its part.
            units = [self._unit(kind, part) for kind, part in zip(kinds, (a, b))]
            self._move(kinds[0], units[0], a, b)
            self._move(kinds[1], units[1], b, a)
        return _MOST_EXCHANGES

    def _unit(self, kind, part):
        return np.flatnonzero((self.kind_of == kind) & (self.part_of == part))[:1]

    def _move(self, kind, unit, source, target):
        self.part_of[unit] = target
        for part, sign in ((source, -1), (target, 1)):
            self.counts[part] += sign * self.kinds[kind]
            self.n_of_kind[part, kind : kind + len(unit)] += sign

    def _best(self, a, b):
        """The kinds in two parts whose exchange gains most, or None."""
        excess = self.counts - self.targets
        slope = np.rint(self.weights * (excess[b] - excess[a])).astype(np.int64)
        from_a, from_b = self._candidates(a, slope), self._candidates(b, -slope)
        change = self.kinds[from_a][:, None] - self.kinds[from_b]
        curve = np.rint(self.weights).astype(np.int64)
        cost = change @ slope + (change * change) @ curve
        # That a part loses all of a label is worse than any deviation.
        missing = self._newly_missing(change, a, b)
        least = missing.min()
        cost = np.where(missing == least, cost, np.iinfo(np.int64).max)
        best = np.unravel_index(cost.argmin(), cost.shape)
        gains = least < 0 or (least == 0 and cost[best] < 0)
        return (from_a[best[0]], from_b[best[1]]) if gains else None

    def _newly_missing(self, change, a, b):
        """How many labels more the two parts lack after each exchange."""
        pair = self.counts[[a, b]]
        at_risk = np.flatnonzero(self.needed & (pair.min(axis=0) <= self.largest))
        pair, change = pair[:, at_risk], change[:, :, at_risk]
        after = (change == pair[0]).sum(axis=2) + (change == -pair[1]).sum(axis=2)
        return after - np.count_nonzero(pair == 0)

    def _candidates(self, part, slope):
        """The kinds in a part that it costs least to give away, by the slope alone."""
        kinds = np.flatnonzero(self.n_of_kind[part])
        # Of very many kinds, every second or third has enough good ones.
        kinds = kinds[:: len(kinds) // _MOST_KINDS + 1]
        if len(kinds) > _CANDIDATES:
            costs = self.kinds[kinds] @ slope
            kinds = kinds[np.argpartition(costs, _CANDIDATES)[:_CANDIDATES]]
        return np.append(kinds, len(self.kinds) - 1) if self.may_move else kinds
