"""The images of a data set without what an audit found to be wrong with them."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from .._remedies import parameter
from ..audit import CHECKS
from ..datasets import ImageDataset
from .audit import Audit, check_codes


def cleaned(audit: Audit, apply: Collection[str] | None = None) -> ImageDataset:
    """The images of an audit, some left out and others under another label.

    Parameters
    ----------
    audit : Audit
        From :func:`audit_images`.
    apply : collection of str, optional
        Codes of the checks whose fixes are applied; if not given, those of which a person need
        not look at every image: copies, leaks, blank images, classes under two names.

    Returns
    -------
    ImageDataset
        Without the images that could not be read, and classes that no image is left of. No file
        is changed; `ImageDataset.to_csv` writes a table that every command takes.

    Raises
    ------
    ValueError
        If there is no check of a code.
    """
    codes = codes_to_apply(apply)
    dataset = audit.facts.dataset
    stays, targets = np.ones(len(dataset), bool), dataset.targets.astype(object)
    relabelled = np.zeros(len(dataset), bool)
    for item in (item for f in audit.findings if f.code in codes for item in f.flagged):
        if item.fix == "drop":
            stays[item.row] = False
        elif item.fix is not None and not relabelled[item.row]:
            targets[item.row], relabelled[item.row] = item.fix[1], True
    if not stays.any():
        raise ValueError(f"no image is left; choose fewer checks with {parameter('apply')}")
    targets = targets.astype(dataset.targets.dtype if dataset.multilabel else str)
    return _without_empty_classes(replace(dataset, targets=targets).take(stays))


def _without_empty_classes(dataset: ImageDataset) -> ImageDataset:
    """The data set without classes, or labels, that no image is known to have or may have."""
    if dataset.multilabel:
        stays = (dataset.targets != 0).any(axis=0)
        names = tuple(name for name, there in zip(dataset.class_names, stays, strict=True) if there)
        return replace(dataset, targets=dataset.targets[:, stays], class_names=names)
    there = set(dataset.targets.tolist())
    return replace(dataset, class_names=tuple(n for n in dataset.class_names if n in there))


def codes_to_apply(apply: Collection[str] | None = None) -> set[str]:
    """Codes of the checks whose fixes are applied: those chosen, or those that need no eye."""
    if apply is None:
        return {check.code for check in CHECKS if check.fixes_unasked}
    check_codes(apply)
    return set(apply)
