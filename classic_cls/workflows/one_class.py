"""One class learned alone: what can be asked for with it, and what is measured."""

from dataclasses import replace

import numpy as np

from .._remedies import parameter
from .._validation import counted
from ..datasets import KIND, ImageDataset, in_known_and_other, other_than
from ..evaluation import CrossValidationResult, OneClass, Protocol, one_class_result
from ..models import OneClassClassifier, one_class_in
from ..persistence import ImageModel
from .checks import check_learns_alone


def protocol_alone(pipeline, dataset: ImageDataset, protocol: Protocol, extras, tune) -> Protocol:
    """The protocol about what is not the class; what needs several classes is refused.

    Shown first is what the images allow: how well the two are told apart, or how often there is no
    false alarm.
    """
    known = dataset.known
    check_learns_alone(pipeline, known)
    _check_asked(protocol, extras, tune, known)
    learned = dataset.training()
    has_others = bool((learned.targets != known).any())
    check_enough(one_class_in(pipeline), learned, protocol)
    scoring = protocol.scoring or ("roc_auc" if has_others else "specificity")
    if not has_others and protocol.scoring not in (None, "accuracy", "specificity"):
        raise ValueError(
            f"{parameter('scoring')} {scoring!r} is not defined without images of another class "
            f"than '{known}': leave it out, or add some anomalies"
        )
    return replace(protocol, positive=other_than(known), scoring=scoring)


def _check_asked(protocol: Protocol, extras, tune, known: str) -> None:
    """Refuse what is about several classes that are learned."""
    asked = {name: value for name, value in vars(extras).items() if value}
    asked |= {"tune": True} if tune else {}
    asked |= {name: True for name in ("costs", "folds") if getattr(protocol, name)}
    if protocol.positive not in (None, other_than(known)):
        asked |= {"positive": True}
    if asked:
        name = next(iter(asked))
        raise ValueError(
            f"{parameter(name)} does not go together with {parameter('one_class')}, which learns "
            f"'{known}' alone: leave it out"
        )


def check_enough(last: OneClassClassifier, learned: ImageDataset, protocol: Protocol) -> None:
    """Refuse fewer images of the class, or groups, than the rate of false alarms needs."""
    own = learned.take(learned.targets == last.known)
    if protocol.test_size is not None:
        own = own.take(np.arange(round(len(own) * (1 - protocol.test_size))))
    n, what = len(own), "image"
    if own.groups is not None:
        n, what = len(np.unique(own.groups)), "group"
    fitted = n - int(np.ceil(n / protocol.cv)) if protocol.kind == "k-fold" else n
    needed = fewest_units(last.false_alarms)
    if fitted >= needed:
        return
    raise ValueError(
        f"class '{last.known}' has {counted(n, what)} to learn from, of which a fold has {fitted}; "
        f"{parameter('false_alarms')} {last.false_alarms:g} needs {needed} there: add images, or "
        f"ask for a higher rate"
    )


def fewest_units(false_alarms: float) -> int:
    """Images, or groups, that a rate of false alarms needs.

    >>> fewest_units(0.05), fewest_units(0.01)
    (19, 99)
    """
    return int(np.ceil(1 / false_alarms - 1 - 1e-9))


def without_others(result: CrossValidationResult, known: str) -> CrossValidationResult:
    """The result without what makes no sense where no other image was tested: a constant answer
    would be right, and what is not defined follows from what `OneClass` says."""
    other = other_than(known)
    if (result.predictions.truth == other).any():
        return result
    notes = tuple(note for note in result.notes if f"class '{other}'" not in note)
    return replace(result, dummy={}, notes=notes)


def measured_alone(model: ImageModel, prepared, result, test) -> dict:
    """What the cross-validation and the test say of one class alone, by names of `Training`."""
    last = one_class_in(model.pipeline)
    if last is None:
        return {}
    found = {"one_class": of_kinds(last, result, prepared.training)}
    if test is not None:
        found["test_of_one_class"] = of_kinds(last, test, prepared.test)
    return found


def of_kinds(last: OneClassClassifier, result, dataset: ImageDataset) -> OneClass:
    """False alarms, and what is found of every kind of a data set."""
    about = dataset.column(KIND), str(last.known_), float(last.false_alarms)
    return one_class_result(result.predictions, *about, result.figures)


def in_classes_alone(model: ImageModel, dataset: ImageDataset) -> ImageDataset:
    """The data set in the classes of a model that may have learned one class alone."""
    last = one_class_in(model.pipeline)
    if last is None or dataset.multilabel or dataset.known == last.known_:
        return dataset
    return in_known_and_other(dataset, str(last.known_))


def meaning_of_unusual(model: ImageModel) -> str | None:
    """What the numbers of a prediction mean; None of a model of several classes."""
    last = one_class_in(model.pipeline)
    if last is None:
        return None
    return (
        f"unusual: -1 is the median image of '{last.known_}', from 0 on an image is called "
        f"'{last.positive_}' ({100 * last.promised_:.3g}% false alarms, from "
        f"{counted(len(last.left_out_), 'left-out image')}); p_value: share of images of "
        f"'{last.known_}' that are at least as unusual"
    )
