"""How the figures were obtained: what to know before they are quoted."""

import re
from importlib.metadata import version
from inspect import signature

import numpy as np

from ..._figure_text import figure_text
from ...evaluation import FIGURES, Protocol, learned_threshold, record_of
from ...pipelines import RECIPES, make_image_pipeline, n_training_views
from ..leakage import groups_sentence, n_divided
from ..machine import cpu_text
from ..plain import plain
from ..section import Section
from ..sentences import protocol, shown_figures
from ..wording import megabytes

# What everybody wants to know is told even where it is the default, as is what "auto" came to.
_ALWAYS_TOLD = {"recipe", "features", "classifier", "size", "reading_range"}
# Parts of "extract", measured in each of its threads: their sum is not its time.
_INSIDE_EXTRACT = ("read", "decode", "features")
_STAGES = {
    "extract": "describing images",
    "duplicates": "near-duplicates",
    "cv": "cross-validation",
    "fit": "final fit",
    "test": "test part",
    "choice": "choosing settings",
    "columns": "columns of the table",
    "left_out": "leaving classes out",
    "rest": "the rest",
    "read": "reading files",
    "decode": "decoding",
    "features": "features",
}
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


class How(Section):
    """Protocol, groups, thresholds, intervals, features, settings, times and versions."""

    key = "how"

    def summarize(self, training) -> dict:
        """How it was made.

        ``cv``: ``protocol`` ("k-fold", "leave-one-group-out", "random splits", "fold list" or
        "given folds"), ``folds`` (of each repeat), ``repeats``, ``n_splits`` (in all),
        ``n_images``, ``n_untested`` and ``test_share`` (tested of the images of a split).
        ``costs``: None, or a list of ``truth``, ``prediction`` and ``cost``.
        ``groups``: None, or the number ``n`` of declared groups, ``n_divided``, how many stand
        on both sides of a split, and, if known, the ``rule`` they were made by.
        ``thresholds``: None, or of learned decision thresholds the ``aim`` (None for costs),
        their ``values`` by label, whether each ``reached`` the aim, and ``score_kind``.
        ``resources``: of the cross-validation ``extract_seconds_per_image`` (next to none from a
        cache), ``fit_seconds`` (of one fold) and ``predict_seconds_per_image`` (described already);
        ``peak_memory_bytes`` of the process so far (None where unknown), and ``model_bytes``, the
        size of the model file (None where none was written).
        ``seed``, ``data`` (``name``, ``sha256``), ``seconds``, ``versions``, ``cpu``,
        ``settings``, ``options`` (of the command line, as given), ``n_features``,
        ``training_views`` (of every image, itself counted), ``reading_range``, ``n_clipped`` and
        ``pipeline``.
        """
        return {
            "cv": _protocol(training),
            "costs": _costs(training.cv.predictions.costs),
            "groups": _groups(training),
            "thresholds": _thresholds(training),
            **_made_of(training),
        }

    def show(self, summary, pictures) -> dict:
        """The same in words."""
        return {
            "protocol": protocol(summary),
            "groups": groups_sentence(summary),
            "features": _features(summary),
            "thresholds": thresholds_sentence(summary),
            "intervals": intervals_sentence(summary),
            "methods": _methods(summary),
            "settings": _told(summary["settings"]),
            "stages": stage_rows(summary["seconds"]),
            "inside": {
                _STAGES[stage]: _seconds(summary["seconds"][stage])
                for stage in _INSIDE_EXTRACT
                if stage in summary["seconds"]
            },
            "resources": _resource_words(summary.get("resources") or {}),
        }


def _protocol(training) -> dict:
    cv = training.cv
    sizes = cv.predictions.sizes
    return {
        "protocol": cv.protocol,
        "folds": cv.n_folds,
        "repeats": cv.n_repeats,
        "n_splits": len(sizes),
        "n_images": cv.n_images,
        "n_untested": int((~cv.predictions.tested.any(axis=0)).sum()),
        "test_share": float(np.mean(sizes[:, 1] / sizes.sum(axis=1))),
    }


def _costs(costs) -> list[dict] | None:
    if costs is None:
        return None
    return [
        {"truth": truth, "prediction": answer, "cost": float(cost)}
        for (truth, answer), cost in dict(costs).items()
    ]


def _groups(training) -> dict | None:
    """The declared groups of the images used; near-duplicates are told of elsewhere."""
    dataset = training.dataset
    if dataset.groups is None:
        return None
    group_of = dict(zip(dataset.relative_paths(), dataset.groups.tolist(), strict=True))
    learned = [group_of[path] for path in training.cv.predictions.paths]
    test = training.test
    tested = [] if test is None else [group_of[path] for path in test.predictions.paths]
    found = {
        "n": len({*learned, *tested}),
        "n_divided": n_divided(training.cv.predictions.folds, np.array(learned)),
    }
    rule = training.settings.get("group_by")
    return found if rule is None else found | {"rule": rule}


def _thresholds(training) -> dict | None:
    """What the fitted model decides at, where that was learned."""
    step = learned_threshold(training.model.pipeline)
    if step is None or not hasattr(step, "reached_"):  # one class alone has its own section
        return None
    cv = training.cv
    names = cv.class_names if cv.task == "multilabel" else [step.positive_]
    return {
        "aim": None if step.costs is not None else step.aim,
        "values": dict(zip(map(str, names), step.thresholds_.tolist(), strict=True)),
        "reached": dict(zip(map(str, names), step.reached_.tolist(), strict=True)),
        "score_kind": cv.predictions.score_kind,
    }


def _made_of(training) -> dict:
    model = training.model
    return {
        "seed": training.random_state,
        "data": {"name": training.dataset.name, "sha256": training.data_sha256},
        "seconds": {stage: round(spent, 3) for stage, spent in training.seconds.items()},
        "resources": _resources(training),
        # Which decodes what OpenCV reads wrongly, so that pixels depend on it.
        "versions": {**model.versions, "pillow": version("pillow")},
        "cpu": cpu_text(),
        "settings": training.settings,
        "options": training.options,
        "n_features": training.n_features,
        "training_views": n_training_views(model.pipeline),
        "reading_range": model.reading_range,
        "n_clipped": training.n_clipped,
        "pipeline": _ADDRESS.sub("", model.pipeline.__repr__(N_CHAR_MAX=10_000)),
    }


def _resources(training) -> dict:
    cv, spent = training.cv, training.seconds
    n_described = len(training.refs) + len(training.test_refs)
    n_answers = int(cv.predictions.tested.sum())
    return {
        "extract_seconds_per_image": round(spent.get("extract", 0.0) / n_described, 6),
        "fit_seconds": round(cv.seconds.get("fit", 0.0) / len(cv.predictions.sizes), 6),
        "predict_seconds_per_image": round(cv.seconds.get("predict", 0.0) / n_answers, 6),
        "peak_memory_bytes": training.peak_memory_bytes,
        "model_bytes": None,
    }


def _resource_words(found: dict) -> dict[str, str]:
    """What a person compares with a machine; nothing that is unknown."""
    words = {
        "describing an image": ("extract_seconds_per_image", _milliseconds),
        "fitting a fold": ("fit_seconds", _seconds),
        "deciding on an image": ("predict_seconds_per_image", _milliseconds),
        "memory, at most": ("peak_memory_bytes", megabytes),
        "model file": ("model_bytes", megabytes),
    }
    return {
        title: say(found[name])
        for title, (name, say) in words.items()
        if found.get(name) is not None
    }


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.3g} ms"


def _methods(summary: dict) -> dict[str, list[str]]:
    """Titles of the figures by the method of their interval."""
    methods: dict[str, list[str]] = {}
    for name in shown_figures(summary):
        method = summary["cv"][name]["interval_method"]
        if method:
            methods.setdefault(method, []).append(record_of(name, summary["task"]).title)
    return methods


def _defaults() -> dict:
    """Settings as they are where nobody chose: those of the pipeline and of the protocol."""
    parameters = signature(make_image_pipeline).parameters.values()
    of_pipeline = {one.name: one.default for one in parameters}
    known = plain(of_pipeline | Protocol().settings())
    return {name: value for name, value in known.items() if name not in _ALWAYS_TOLD}


def _told(settings: dict) -> dict[str, str]:
    """What was chosen, and settings that are not what they would be anyway, in words."""
    defaults = _defaults()
    told = {name: value for name, value in settings.items() if value or defaults.get(name)}
    return {
        name: _setting(value) for name, value in told.items() if value != defaults.get(name, "")
    }


def _setting(value) -> str:
    """A setting as a person would write it."""
    if isinstance(value, dict):
        return ", ".join(f"{name}={_setting(item)}" for name, item in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(_setting, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _seconds(spent: float) -> str:
    return f"{spent:.2f} s" if spent < 10 else f"{spent:,.0f} s"


def stage_rows(seconds: dict[str, float]) -> list[dict]:
    """Stages with their times and shares; the times, as they are written, add up to the last one.

    >>> rows = stage_rows({"extract": 1.04, "cv": 2.06, "total": 3.5})
    >>> [(row["title"], row["seconds"]) for row in rows]  # doctest: +NORMALIZE_WHITESPACE
    [('describing images', '1.04 s'), ('cross-validation', '2.06 s'), ('the rest', '0.40 s'),
    ('total', '3.50 s')]
    """
    digits = 2 if seconds["total"] < 100 else 0
    units = {
        stage: round(spent * 10**digits)
        for stage, spent in seconds.items()
        if stage not in (*_INSIDE_EXTRACT, "total")
    }
    total = max(round(seconds["total"] * 10**digits), sum(units.values()))
    units |= {"rest": total - sum(units.values()), "total": total}
    return [
        {
            "title": _STAGES.get(stage, stage.replace("_", " ")),
            "seconds": f"{n / 10**digits:,.{digits}f} s",
            "share": figure_text(n / total if total else None),
        }
        for stage, n in units.items()
        if n or stage == "total"
    ]


def intervals_sentence(summary: dict) -> str:
    """What the intervals allow for, and what they do not."""
    cv = summary["cv"]
    methods = [cv[name]["interval_method"] or "" for name in cv["metrics"]]
    text = "They allow for the choice of the tested images"
    if any("overlapping" in method or "resampled t" in method for method in methods):
        text += ", and are widened since the models were learned from images that they share"
    text += ". They do not say how images from elsewhere would fare."
    if summary["test"]["n_images"]:
        text += " Those of the test part are about this one model."
    return text


def _features(summary: dict) -> str:
    """What the images are described by."""
    settings = summary["settings"]
    parts = [f"{summary['n_features']:,} numbers per image"]
    if settings.get("recipe") in RECIPES:
        parts.append(f"recipe {settings['recipe']}: {RECIPES[settings['recipe']].summary}")
    if summary.get("training_views", 1) > 1:
        parts.append(
            f"trained on {summary['training_views']} views an image ({settings['augment']})"
        )
    if settings.get("views", 1) > 1:
        parts.append(f"answers are means over {settings['views']} views of an image")
    if settings.get("tabular"):
        parts.append(f"columns of the table beside the images: {', '.join(settings['tabular'])}")
    if settings.get("unlabelled"):
        parts.append(f"dictionaries learned once, from {settings['unlabelled']}, without labels")
    return "; ".join(parts)


def thresholds_sentence(summary: dict) -> str | None:
    """How the decision thresholds were chosen, where they were learned."""
    found = summary["thresholds"]
    if found is None:
        return None
    aim = "the least cost" if found["aim"] is None else f"the aim {found['aim']}"
    text = (
        f"Decision thresholds were chosen for {aim}, on parts of the training images alone, anew "
        f"in every fold.{_kept(found['aim'], summary['cv'])}"
    )
    missed = sum(not reached for reached in found["reached"].values())
    if missed and len(found["reached"]) > 1:
        return f"{text} Of the final model {missed:,} labels do not reach it."
    return f"{text} For the final model it could not be reached." if missed else text


def _kept(aim: str | None, cv: dict) -> str:
    """What became of a floor, such as that of "recall=0.99"."""
    what, floor, _ = (aim or "").partition("=")
    records = (FIGURES[name] for name in cv["metrics"] if name in FIGURES)
    record = next((record for record in records if record.aim == what.strip()), None)
    if not floor or record is None:
        return ""
    value = record.text(cv[record.name]["value"])
    return f" On the images they were not chosen on it is {value}."
