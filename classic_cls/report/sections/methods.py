"""A paragraph for the methods of a paper, and what it has to cite."""

from ..._figure_text import figure_text, interval_text
from ...evaluation import record_of
from ...pipelines import CLASSIFIERS, RECIPES
from ..citations import SCIKIT_LEARN, citation, cited_steps, references_of_intervals
from ..leakage import groups_sentence
from ..section import Section
from ..sentences import dummy_words, protocol, test_part
from .headline import corrected
from .how import thresholds_sentence

_MOST_COUNTED = 12


class Methods(Section):
    """How the figures came about, in sentences made of what is known, with references."""

    key = "methods"

    def summarize(self, training) -> dict:
        """``cited_steps``: of every kind of ``step`` the ``references`` that it goes back to."""
        return {"cited_steps": cited_steps(training.model.pipeline)}

    def show(self, summary, pictures) -> dict:
        """Paragraphs, and a numbered list of references."""
        references = _References()
        paragraphs = [
            f"{data_sentence(summary)} {tested_on(summary)}",
            " ".join(_model(summary, references)),
            " ".join(_evaluation(summary, references)),
            software_sentence(summary, references),
        ]
        return {"paragraphs": paragraphs, "references": references.texts}


class _References:
    """Texts, numbered in the order in which they are cited first."""

    def __init__(self):
        self.texts: list[str] = []

    def __call__(self, texts) -> str:
        """The mark for some of them, such as " [1, 2]"."""
        self.texts += [text for text in dict.fromkeys(texts) if text not in self.texts]
        numbers = sorted(self.texts.index(text) + 1 for text in set(texts))
        return f" [{', '.join(map(str, numbers))}]" if numbers else ""


def data_sentence(summary: dict) -> str:
    """How many images of which classes, and what was set aside."""
    counts, kind = summary["class_counts"], _kind(summary)
    text = f"The data set {summary['name']} holds {summary['n_images']:,} images of {len(counts)} "
    if len(counts) <= _MOST_COUNTED:
        text += f"{kind} ({', '.join(f'{name}: {n:,}' for name, n in counts.items())})."
    else:
        text += f"{kind}, of {min(counts.values()):,} to {max(counts.values()):,} images each."
    n = len(summary["rejected"])
    if n:
        text += f" {n:,} further {'file was' if n == 1 else 'files were'} set aside as unusable."
    return text


def _kind(summary: dict) -> str:
    return "labels" if summary["task"] == "multilabel" else "classes"


def tested_on(summary: dict) -> str:
    """Which images were learned from and which were tested."""
    test, n = summary["test"], summary["cv"]["n_images"]
    if not test["n_images"]:
        return "All of them were used for cross-validation."
    return (
        f"{n:,} were used for cross-validation and training, and the {test_part(summary)} of "
        f"{test['n_images']:,} images was tested once, by the final model."
    )


def features_sentence(summary: dict) -> str:
    """What images were made of before anything learned."""
    settings = summary["settings"]
    size, names = settings.get("size"), settings.get("features") or []
    text = "Images were "
    text += "left in their size" if size in (None, "keep") else f"resized to {_size(size)}"
    if settings.get("preprocess"):
        text += f", preprocessed ({', '.join(map(str, settings['preprocess']))})"
    text += f", and described by {summary['n_features']:,} numbers each"
    if names:
        text += f": {', '.join(map(str, names))}"
    recipe = settings.get("recipe")
    return f"{text} (recipe {recipe!r})." if recipe in RECIPES else f"{text}."


def _size(size) -> str:
    pair = size if isinstance(size, (list, tuple)) else (size, size)
    return f"{pair[0]} x {pair[1]} pixels"


def classifier_sentence(summary: dict) -> str:
    """What learned, from what, and how its settings were found."""
    name = summary["settings"].get("classifier")
    title = CLASSIFIERS[name].title if name in CLASSIFIERS else str(name)
    text = f"The classifier was {title}."
    if summary.get("training_views", 1) > 1:
        text += f" It learned from {summary['training_views']} versions of every training image."
    tuning = summary.get("tuning")
    if tuning:
        text += f" Its settings were chosen among several: {tuning['sentence']}."
    return text


def _model(summary: dict, cite: _References) -> list[str]:
    steps = [f"{row['step']}{cite(row['references'])}" for row in summary.get("cited_steps", [])]
    sentences = [features_sentence(summary), classifier_sentence(summary)]
    if steps:
        sentences.append(f"The steps go back to published methods: {', '.join(steps)}.")
    return sentences


def _evaluation(summary: dict, cite: _References) -> list[str]:
    cv, name = summary["cv"], summary["headline"]
    sentences = [
        f"Figures were obtained by {protocol(summary)}. {fitted_apart(summary)}",
        f"Groups: {groups_sentence(summary)}",
        thresholds_sentence(summary),
        _result(summary, cite(references_of_intervals([cv[name]["interval_method"] or ""]))),
    ]
    return [sentence for sentence in sentences if sentence]


def fitted_apart(summary: dict) -> str:
    """What learned from which images."""
    unlabelled = summary["settings"].get("unlabelled")
    if not unlabelled:
        return (
            "Scaling, selection, dictionaries and classifier were fitted on the training images of "
            "each split alone."
        )
    return (
        f"Dictionaries were learned once, from images without labels ({unlabelled}); scaling, "
        "selection and classifier were fitted on the training images of each split alone."
    )


def _result(summary: dict, mark: str) -> str:
    """The figure, its interval and how that was made, and the baseline."""
    name = summary["headline"]
    record, estimate = record_of(name, summary["task"]), corrected(summary, name)
    share, dummy = record.percent, summary["dummy"].get(name)
    text = f"{record.title} was {figure_text(estimate['value'], share)}"
    if estimate["interval"] is not None:
        method = summary["cv"][name]["interval_method"]
        text += f" (95% interval {interval_text(estimate['interval'], share)}; {method}{mark})"
    if dummy is not None:
        baseline = dummy_words(summary["task"])
        text += f"; the baseline, {baseline}, reached {figure_text(dummy, share)}"
    return f"{text}."


def software_sentence(summary: dict, cite) -> str:
    """Versions, processor and seed."""
    versions = dict(summary["versions"])
    own, learn = versions.pop("classic_cls", ""), versions.pop("scikit-learn", "")
    others = ", ".join(f"{name} {version}" for name, version in versions.items())
    seed = "none was set" if summary["seed"] is None else summary["seed"]
    return (
        f"All was computed with classic_cls {own}{cite([citation(own)])} and scikit-learn "
        f"{learn}{cite([SCIKIT_LEARN])} ({others}) on {summary['cpu']}; random seed: {seed}."
    )
