"""What a paper has to cite: the methods behind the steps of a pipeline, and behind the figures."""

import inspect
import re

# Methods of scikit-learn's classifiers, whose docstrings are not ours to quote.
_OF_CLASSIFIERS = {
    "LogisticRegression": 'D. R. Cox, "The regression analysis of binary sequences", Journal of '
    "the Royal Statistical Society B 20(2), pp. 215-242, 1958.",
    "SVC": 'C. Cortes and V. Vapnik, "Support-vector networks", Machine Learning 20(3), '
    "pp. 273-297, 1995.",
    "LinearSVC": 'R.-E. Fan, K.-W. Chang, C.-J. Hsieh, X.-R. Wang and C.-J. Lin, "LIBLINEAR: a '
    'library for large linear classification", JMLR 9, pp. 1871-1874, 2008.',
    "RandomForestClassifier": 'L. Breiman, "Random forests", Machine Learning 45(1), pp. 5-32, '
    "2001.",
    "HistGradientBoostingClassifier": 'J. H. Friedman, "Greedy function approximation: a gradient '
    'boosting machine", Annals of Statistics 29(5), pp. 1189-1232, 2001.',
    "KNeighborsClassifier": 'T. Cover and P. Hart, "Nearest neighbor pattern classification", IEEE '
    "Transactions on Information Theory 13(1), pp. 21-27, 1967.",
    "DecisionTreeClassifier": "L. Breiman, J. Friedman, R. Olshen and C. Stone, "
    '"Classification and regression trees", Wadsworth, 1984.',
}
# By words in the name of an interval's method.
_OF_INTERVALS = {
    "Wilson": 'E. B. Wilson, "Probable inference, the law of succession, and statistical '
    'inference", Journal of the American Statistical Association 22, pp. 209-212, 1927.',
    "bootstrap": 'B. Efron and R. Tibshirani, "An introduction to the bootstrap", Chapman and '
    "Hall, 1993.",
    "overlapping": 'C. Nadeau and Y. Bengio, "Inference for the generalization error", Machine '
    "Learning 52, pp. 239-281, 2003.",
}
SCIKIT_LEARN = (
    'F. Pedregosa et al., "Scikit-learn: machine learning in Python", JMLR 12, pp. 2825-2830, 2011.'
)
_SECTION = re.compile(r"^References\n-+\n(.*?)(?=^[A-Z][\w ]+\n-+\n|^>>> |\Z)", re.M | re.S)
_ENTRY = re.compile(r"^\.\. \[\d+\] ", re.M)


def citation(version: str) -> str:
    """The package itself, as CITATION.cff has it.

    >>> citation("1.2").partition(": ")[2]
    'image classification without deep learning", version 1.2.'
    """
    title = "classic_cls: image classification without deep learning"
    return f'classic_cls developers, "{title}", version {version}.'


def cited_steps(pipeline) -> list[dict]:
    """``step`` and ``references`` of every kind of step that has any, in the order of the steps."""
    parts = [*pipeline.get_params(deep=True).values()]
    kinds = dict.fromkeys(type(part) for part in parts if hasattr(part, "fit"))
    found = [{"step": kind.__name__, "references": references_of(kind)} for kind in kinds]
    return [row for row in found if row["references"]]


def references_of(kind: type) -> list[str]:
    """What a class says that it goes back to, as its docstring has it.

    >>> from classic_cls import HOG
    >>> [text[:12] for text in references_of(HOG)]
    ['N. Dalal and']
    """
    if kind.__module__.startswith("sklearn."):
        known = _OF_CLASSIFIERS.get(kind.__name__)
        return [] if known is None else [known]
    section = _SECTION.search(inspect.getdoc(kind) or "")
    if section is None:
        return []
    entries = _ENTRY.split(section[1]) if _ENTRY.search(section[1]) else [section[1]]
    return [_plain(entry) for entry in entries if entry.strip()]


def _plain(entry: str) -> str:
    """One entry on one line, without markup."""
    return " ".join(re.sub(r":doi:`(.*?)`", r"doi:\1", entry).split())


def references_of_intervals(methods) -> list[str]:
    """What the names of some methods of intervals go back to."""
    said = " ".join(methods)
    return [text for word, text in _OF_INTERVALS.items() if word in said]
