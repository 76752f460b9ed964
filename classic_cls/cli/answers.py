"""What ``--json`` prints of a verb: plain values, from results."""


def of_result(result) -> dict:
    """The headline with its interval, and all figures."""
    estimate = result.figures[result.headline]
    return {
        "headline": result.headline,
        "value": estimate.value,
        "interval": estimate.interval and estimate.interval[:2],
        "positive": result.positive,
        "counts": result.counts,
        "aim": result.aim and result.aim.plain(),
        "figures": result.plain(),
        "calibration": _of_calibration(result),
        "per_source": None if result.of_sources is None else result.of_sources.plain(),
    }


def _of_calibration(result) -> dict | None:
    """Where there are probabilities."""
    has = result.predictions.score_kind == "predict_proba"
    return result.calibration().plain() if has else None


def _dummy(cv) -> float | None:
    found = cv.dummy.get(cv.headline)
    return None if found is None else found.value


def _value_and_interval(estimate) -> dict:
    return {"value": estimate.value, "interval": estimate.interval and estimate.interval[:2]}


def of_set_aside(rejected) -> list[dict]:
    """Files that took no part, and why."""
    return [{"path": item.path, "reason": item.reason} for item in rejected]


def of_training(training, files: dict) -> dict:
    """``train``; all there is to say is in the file ``result``."""
    return {
        **of_result(training.cv),
        "dummy": _dummy(training.cv),
        "test": training.test and of_result(training.test),
        **_of_curves(training),
        **_of_left_out(training.left_out_classes),
        **({} if training.importance is None else {"importance": training.importance.plain()}),
        **_of_one_class(training, "one_class", "test_of_one_class"),
        **({} if training.tabular is None else {"tabular": training.tabular.plain()}),
        "files": files,
        **_of_work(training),
    }


def _of_curves(training) -> dict:
    names = ("learning_curve", "validation_curve")
    curves = {name: getattr(training, name) for name in names}
    return {name: curve.plain() for name, curve in curves.items() if curve is not None}


def _of_one_class(result, *names: str) -> dict:
    found = {name: getattr(result, name) for name in names}
    return {name: one.plain() for name, one in found.items() if one is not None}


def _of_left_out(found) -> dict:
    return {} if found is None else {"left_out_classes": found.plain()}


def of_comparison(comparison, files) -> dict:
    """``compare``: the leaderboard."""
    return {
        "headline": comparison.headline,
        "positive": comparison.best.cv.positive,
        "best": comparison.to_best.best,
        "corrected": comparison.corrected and _value_and_interval(comparison.corrected),
        "not_distinguishable": comparison.to_best.not_distinguishable,
        "against": [found.frame().to_dict("records")[0] for found in comparison.against.values()],
        "leaderboard": comparison.frame().to_dict("records"),
        "files": files,
        **_of_work(comparison),
    }


def of_search(training, files: dict) -> dict:
    """``tune``: the search, and its best candidate as ``train`` answers."""
    return {**of_training(training, files), "tuning": training.tuning}


def of_evaluation(evaluation, files) -> dict:
    """``evaluate``."""
    breakdowns = {
        name: {
            value: estimate and estimate.value
            for value, estimate in zip(found.values, found.estimates, strict=True)
        }
        for name, found in evaluation.breakdowns.items()
    }
    files = {_key(file): file for file in files}
    found = {**of_result(evaluation.result), "by": breakdowns, "files": files}
    found |= {"training_images": _of_copies(evaluation)}
    stress = {} if evaluation.stress is None else {"stress": evaluation.stress.plain()}
    drift = {"drift": evaluation.drift and evaluation.drift.plain()}
    alone = _of_one_class(evaluation, "one_class")
    return found | alone | stress | drift | _of_work(evaluation)


def _key(file) -> str:
    """Name of a file in the answer: a page beside numbers of its name has its kind too."""
    beside = file.suffix == ".html" and file.stem == "stress"
    return f"{file.stem}_page" if beside else file.stem


def of_update(update, files) -> dict:
    """``update``; all there is to say is in the file ``result``."""
    return {**update.plain(), "files": files}


def _of_copies(evaluation) -> dict | None:
    """How many images the model was trained on, and the figures without; None if not known."""
    if evaluation.copies is None:
        return None
    counts = {kind: int((evaluation.copies == kind).sum()) for kind in ("exact", "near")}
    return {**counts, "without": evaluation.unseen and of_result(evaluation.unseen)}


def _of_work(result) -> dict:
    return {
        "set_aside": of_set_aside(result.rejected),
        "notes": result.notes,
        "seconds": result.seconds,
    }
