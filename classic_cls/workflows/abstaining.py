"""Sets of labels, and no answer, under a promise: what is made of the scores of a prediction."""

from dataclasses import dataclass, replace
from numbers import Real
from typing import Any

import numpy as np

from .._remedies import parameter, remedy
from .._validation import counted
from ..evaluation import (
    Answering,
    HeldOutScores,
    answer_threshold,
    known_threshold,
    set_threshold,
    sureness,
)
from ..models import one_class_in
from ..persistence import ImageModel
from .unsure_labels import UnsureLabels, unsure_labels

NO_ANSWER = "unknown"


@dataclass(frozen=True)
class Abstaining:
    """From how sure on a class is named, or an answer given; None where that was not asked for."""

    score_kind: str
    named_from: float | None = None
    answered_from: float | None = None
    known_from: float | None = None
    sentence: str = ""

    def decided(self, found: Any) -> Any:
        """A prediction with its set of labels, or ``"unknown"``."""
        if found.scores is None:
            return found
        if self.known_from is not None:
            if np.float32(max(found.scores.values())) >= self.known_from:
                return found
            return replace(found, label=NO_ANSWER, probability=None)
        names, values = list(found.scores), np.array([list(found.scores.values())])
        sure = dict(zip(names, sureness(values, self.score_kind)[0].tolist(), strict=True))
        if self.named_from is not None:
            best = sorted(names, key=lambda name: -sure[name])
            return replace(
                found, labels=tuple(name for name in best if sure[name] >= self.named_from)
            )
        unsure = sure[found.label] < self.answered_from
        return replace(found, label=NO_ANSWER, probability=None) if unsure else found


def abstaining(
    model: ImageModel,
    coverage: float | None = None,
    max_error: float | None = None,
    known: float | None = None,
) -> Abstaining | UnsureLabels | None:
    """How a model answers under the promise that is asked for; None without any."""
    n_asked = sum(value is not None for value in (coverage, max_error, known))
    if not n_asked:
        return None
    if one_class_in(model.pipeline) is not None:
        raise ValueError(
            "this model has learned one class alone, and tells by itself what is not of it, at the "
            "rate of false alarms that it was trained for ("
            + remedy("false_alarms", "train with --false-alarms")
            + "): other promises are about models of several classes"
        )
    if n_asked > 1:
        raise ValueError(
            f"give one of {parameter('coverage')}, for sets of labels, {parameter('max_error')}, "
            f"for one label or none, and {parameter('known')}, for none where an image looks like "
            "none of the classes"
        )
    kind = "predict_proba" if model.gives_probabilities else "decision_function"
    if coverage is not None:
        _check_share("coverage", coverage)
        held_out = _held_out(model, "coverage")
        if model.task == "multilabel":
            return unsure_labels(model, held_out, coverage)
        limit = set_threshold(held_out, coverage)
        sentence = _of_sets(held_out, coverage, _named(kind, limit))
        return Abstaining(kind, named_from=limit, sentence=sentence)
    if known is not None:
        _check_share("known", known)
        held_out = _held_out(model, "known")
        limit = known_threshold(held_out, known)
        return Abstaining(kind, known_from=limit, sentence=_of_known(held_out, known, kind, limit))
    _check_share("max_error", max_error)
    held_out = _held_out(model, "max_error")
    found = answer_threshold(held_out, max_error)
    sentence = _of_answers(held_out, found, max_error, _named(kind, found.threshold))
    return Abstaining(kind, answered_from=found.threshold, sentence=sentence)


def _check_share(name: str, value) -> None:
    if isinstance(value, Real) and 0 < value < 1:
        return
    what = parameter(name)
    usual = {"coverage": 0.9, "known": 0.95, "max_error": 0.05}[name]
    if isinstance(value, Real) and 1 < value < 100:
        raise ValueError(f"{what} is a share between 0 and 1: for {value:g}% give {value / 100:g}")
    if name == "coverage" and value == 1:
        why = ": only the set of all classes is never wrong"
    else:
        why = ""
    raise ValueError(f"{what} must be above 0 and below 1, such as {usual}; got {value}{why}")


def _held_out(model: ImageModel, name: str) -> Any:
    what = parameter(name)
    if model.task == "multilabel" and name != "coverage":
        raise ValueError(
            f"{what} is about models with one label an image; this one gives each of its labels by "
            f"itself: {parameter('coverage')} says of each label yes, no or unsure"
        )
    if model.held_out is not None:
        return model.held_out
    has_scores = model.gives_probabilities or hasattr(model.pipeline, "decision_function")
    if not has_scores:
        raise ValueError(
            f"{what} needs scores, and the classifier of this model gives labels only: train with "
            "another one"
        )
    raise ValueError(
        f"{what} needs the scores of left-out images, which this model does not hold, as an "
        "earlier version wrote it, or not 'train': train it again"
    )


def _of_sets(held_out: HeldOutScores, coverage: float, named: str) -> str:
    right = float(held_out.right.mean())
    text = (
        f"sets hold the class of {_percent(coverage)} of new images like the training images: all "
        f"classes {named} ({_learned_from(held_out)})"
    )
    if right > coverage:
        text += (
            f"; single answers were right for {_percent(right)}, so that sets of more than one "
            "class come only with a higher coverage"
        )
    return text


def _of_known(held_out: HeldOutScores, known: float, kind: str, limit: float) -> str:
    what = "probability" if kind == "predict_proba" else "score"
    return (
        f"'unknown' where no class has a {what} of {limit:.3g} or more; {_percent(known)} of new "
        f"images of the classes keep their label ({_learned_from(held_out)})"
    )


def _of_answers(held_out: HeldOutScores, found: Answering, max_error: float, named) -> str:
    return (
        f"labels {named}; of the images that were left out in training {_percent(found.share)} had "
        f"one, and {_percent(found.error)} of these were wrong: with 95% confidence at most "
        f"{_percent(max_error)} in the long run ({_learned_from(held_out)})"
    )


def _named(kind: str, limit: float) -> str:
    if kind == "predict_proba":
        return f"with a probability of {limit:.3g} or more"
    if limit > 0:
        return f"with a score that exceeds the next by {limit:.3g} or more"
    return f"with a score that is at most {-limit:.3g} below the best"


def _learned_from(held_out: HeldOutScores) -> str:
    images = counted(len(held_out), "left-out image")
    return f"{images} in {held_out.n_units:,} groups" if held_out.grouped else images


def _percent(share: float) -> str:
    return f"{100 * share:.3g}%"
