"""About how long a job will take: a few images are timed, fits go by rule of thumb."""

import math
import os
import time
from contextlib import suppress
from dataclasses import dataclass

from .console import about, say

__all__ = ["fit_seconds", "say_estimate"]

_PROBE_SECONDS = 0.4
_MOST_PROBED = 8
_FEW_SAMPLES = 5000
# Every fold also predicts at most this many of its training images.
_MOST_PREDICTED = 5000


@dataclass(frozen=True)
class Probe:
    """What a few images told.

    Attributes
    ----------
    seconds_per_image : float
        To read and describe, once.
    n_features : int
    learning_seconds : float
        To learn dictionaries, in every fit.
    encoding_seconds : float
        To describe an image by them, in every fold.
    """

    seconds_per_image: float
    n_features: int
    learning_seconds: float
    encoding_seconds: float


def say_estimate(dataset, options: dict, classifiers=None, feature_sets=None) -> None:
    """Say about how long it will take to describe the images and to fit.

    Parameters
    ----------
    dataset : ImageDataset
    options : dict
        Arguments of ``workflows.train``.
    classifiers : sequence of str, optional
        Those to compare; None is ``train``, whose one is fitted on all images too.
    feature_sets : list of list of str, optional
        Those to compare.

    Raises
    ------
    ValueError
        If a name or parameter is wrong: here at once, not after the long work.
    """
    training = classifiers is None
    if training:
        from ..pipelines.build import default_classifier

        usual = default_classifier(len(dataset.training()), dataset.multilabel)
        classifiers = [options.get("classifier") or usual]
        feature_sets = [options.get("features")]
    n_folds = _n_folds(dataset, options) * options.get("repeats", 1)
    reading = fitting = 0.0
    _check(dataset, options, classifiers, feature_sets, training)
    for features in feature_sets:
        asked = options if training else _where_it_applies(options, classifiers[0])
        probe = _probe(dataset, asked, features, classifiers[0])
        if probe is None:
            return
        n_images = len(dataset) + len(options.get("unlabelled") or ())
        reading += probe.seconds_per_image * n_images / _threads(options, probe)
        reading += _looking_seconds(dataset, options)
        seconds = sum(_fold_seconds(name, probe, dataset, options) for name in classifiers)
        encoding = probe.learning_seconds + probe.encoding_seconds * len(dataset)
        if options.get("unlabelled"):
            reading += encoding / _threads(options, probe)  # once for all
        else:
            seconds += encoding  # once in every fold, for all classifiers
        # Folds share the memory and the cores, so n of them at once are not n times faster.
        parallel = min(1 + 0.7 * (_cores(options) - 1), n_folds)
        fitting += seconds * (n_folds / parallel + training)
    n_fits = len(feature_sets) * len(classifiers) * n_folds + training
    parts = f"reading and describing the images {about(reading)}, {n_fits} fits {about(fitting)}"
    if training and options.get("keep_duplicates_together") and not options.get("folds"):
        parts += " (twice that if many images are near-duplicates)"
    is_short = about(reading + fitting) == about(0)
    say(f"this will take {about(reading + fitting)}" + ("" if is_short else f": {parts}"))


def _check(dataset, options, classifiers, feature_sets, training) -> None:
    """Refuse names and parameters that no pipeline has, before anything takes time."""
    from ..pipelines.parameters import set_where_it_applies

    pipelines = []
    for features in feature_sets:
        for classifier in classifiers:
            asked = options if training else _where_it_applies(options, classifier)
            pipelines.append(
                _make_pipeline(asked, features, classifier, multilabel=dataset.multilabel)
            )
    set_where_it_applies(pipelines, options.get("parameters"))


def _looking_seconds(dataset, options: dict) -> float:
    """Time to look for near-duplicates."""
    return 5e-4 * len(dataset) if options.get("keep_duplicates_together") else 0.0


def _where_it_applies(options: dict, classifier: str) -> dict:
    """What compare leaves out for a classifier that has no use for it."""
    from ..pipelines.classifiers import CLASSIFIERS

    options = {**options, "class_weight": None}
    known = classifier in CLASSIFIERS and not CLASSIFIERS[classifier].learns
    return {**options, "aim": None, "costs": None} if known else options


def fit_seconds(classifier: str, n: int, d: int, k: int) -> float:
    """Rule of thumb for fitting ``n`` rows of ``d`` columns and ``k`` classes.

    Measured on one core; the powers follow from the methods. Right within a factor of
    about 3.

    Parameters
    ----------
    classifier : str
        Name; one that is not known costs nothing.
    n, d, k : int

    Returns
    -------
    float
        Seconds.
    """
    wide = n * d * min(n, d) * 1e-10  # the rotation of wide matrices
    rules = {
        "linear_svm": lambda: wide + 1.2e-7 * n * min(n, d) * k,
        "logistic": lambda: wide + 3e-8 * n * min(n, d) * k,
        "svm": lambda: 1e-10 * n * n * d,
        "kernel_ridge": lambda: 1e-11 * n * min(n, 10_000) * (min(n, 10_000) + 4 * d),
        "forest": lambda: 0.3 + 300 * 3e-8 * n * math.log2(n) * math.sqrt(d),
        "tree": lambda: 5e-8 * n * math.log2(n) * d,
        "boosting": lambda: k * (0.6 + 3e-7 * n * d),
    }
    return rules.get(classifier, lambda: 0.0)()


def _predict_seconds(classifier: str, n_rows: float, n: int, d: int) -> float:
    """Only support vectors and neighbours take long to predict."""
    per_pair = {"svm": 1.5e-10, "knn": 5e-11, "kernel_ridge": 2e-11}.get(classifier, 0.0)
    return per_pair * n_rows * (min(n, 10_000) if classifier == "kernel_ridge" else n) * d


def _fold_seconds(classifier: str, probe: Probe, dataset, options: dict) -> float:
    k, n_columns = len(dataset.class_names), probe.n_features
    d = min(n_columns, _n_components(classifier, options.get("reduce")) or n_columns)
    held_out = getattr(options.get("cv"), "test_size", 1 / max(2, _n_folds(dataset, options)))
    n_images = len(dataset.training())
    n = max(2, int(n_images * (1 - held_out)))
    one_by_one = dataset.multilabel or options.get("strategy") == "ovr"
    times = k if one_by_one and classifier in ("svm", "kernel_ridge", "forest", "tree") else 1
    # Calibration fits five times more.
    calibrates = classifier in ("svm", "kernel_ridge", "linear_svm")
    calibrated = options.get("probabilities") and calibrates
    fit = fit_seconds(classifier, n, d, k) * (6 if calibrated else 1)
    if d < n_columns:  # principal components, once for all labels
        fit += 4e-10 * n * n_columns * d / times
    # So do thresholds, in three inner folds of two thirds.
    fit *= 3 if _has_thresholds(dataset, options) else 1
    n_predicted = n_images * held_out + min(n, _MOST_PREDICTED)
    return times * (fit + _predict_seconds(classifier, n_predicted, n, d))


def _n_folds(dataset, options: dict) -> int:
    """Fits of one round; a fold list is read later, and mostly has five."""
    cv = options.get("cv", 5)
    if options.get("folds"):
        return 5
    if cv == "leave-one-group-out":
        return 5 if dataset.groups is None else len(set(dataset.groups.tolist()))
    return cv if isinstance(cv, int) else cv.get_n_splits()


def _has_thresholds(dataset, options: dict) -> bool:
    aim = options.get("aim")
    return aim != "none" and bool(aim or options.get("costs") or dataset.multilabel)


def _n_components(classifier: str, reduce: str | None) -> int | None:
    """Columns that are left before the classifier."""
    from ..pipelines.classifiers import named_classifier

    if reduce:
        return int(reduce.partition(":")[2])
    return named_classifier(classifier).components


def _make_pipeline(options: dict, features, classifier: str, **more):
    from ..pipelines.build import make_image_pipeline

    names = ("recipe", "size", "preprocess", "reduce", "strategy", "class_weight", "probabilities")
    names += ("page", "sampling", "aim", "costs")
    return make_image_pipeline(
        features=features,
        classifier=classifier,
        **{name: options[name] for name in names if name in options},
        **more,
    )


def _probe(dataset, options: dict, features, classifier: str) -> Probe | None:
    """Time a few images; None if none of them can be read."""
    from ..extraction import NothingUsable, extract, freeze
    from ..pipelines.parameters import set_step_parameter
    from ..workflows.stages import reading_range_of

    rows = [i * len(dataset) // _MOST_PROBED for i in range(min(len(dataset), _MOST_PROBED))]
    sample = dataset.take(rows)
    reading_range = reading_range_of(sample, options.get("reading_range"), options.get("page"))
    pipeline = _make_pipeline(
        options, features, classifier, data=dataset.training(), reading_range=reading_range
    )
    for name, value in options.get("parameters", {}).items():
        with suppress(ValueError):  # of another set of features
            set_step_parameter(pipeline, name, value)
    frozen = freeze(pipeline)
    try:
        # The first pass compiles the kernels and finds out what can be read.
        kept = extract(frozen, sample.refs).kept
        refs = [sample.refs[row] for row in kept]
        seconds = _timed(extract, frozen, refs[:1])
        refs = (refs * _MOST_PROBED)[: max(1, int(_PROBE_SECONDS / seconds))]
        seconds = _timed(extract, frozen, refs) / len(refs)
    except NothingUsable:
        return None
    steps = [name for name, _ in frozen.estimator.steps]
    front = frozen.estimator[: steps.index("features") + 1]
    return Probe(seconds, *_probe_dictionaries(front, len(refs)))


def _probe_dictionaries(front, n_images: int) -> tuple[int, float, float]:
    """Columns, and the time to learn small dictionaries, brought up to size, and to use them."""
    from sklearn.base import clone

    sizes = {name: n for name, n in front.get_params().items() if name.endswith("__n_samples")}
    few = {name: min(n, _FEW_SAMPLES) for name, n in sizes.items()}
    front, rows = clone(front).set_params(**few), range(n_images)
    larger = max((n / few[name] for name, n in sizes.items()), default=0)
    learning = _timed(front.fit, rows) * larger
    encoding = _timed(front.transform, rows) / n_images if sizes else 0.0
    return front.transform(rows[:1]).shape[1], learning, encoding


def _timed(function, *arguments) -> float:
    started = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - started


def _cores(options: dict) -> int:
    wanted = options.get("n_jobs") or 1
    return min(wanted, os.cpu_count() or 1) if wanted > 0 else os.cpu_count() or 1


def _threads(options: dict, probe: Probe) -> float:
    """How many times faster the images go in threads; cheap ones do not."""
    return 1 + 0.7 * (_cores(options) - 1) if probe.seconds_per_image > 0.5e-3 else 1
