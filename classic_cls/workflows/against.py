"""Predictions of other tools, read before any work and set beside a leaderboard."""

import os

from ..datasets import ImageDataset
from ..evaluation import (
    OtherTool,
    Protocol,
    against_chosen,
    beside,
    corrected_for_choice,
    read_other_tool,
    record_of,
)
from .comparison import ComparisonEntry

_NAME_OF_FRAME = "the other tool"


def read_against(against, dataset: ImageDataset, protocol: Protocol) -> list[OtherTool]:
    """What ``against`` names, a table or several by name, checked against the data."""
    if against is None:
        return []
    if not isinstance(against, dict):
        is_file = isinstance(against, (str, os.PathLike))
        against = {os.path.basename(against) if is_file else _NAME_OF_FRAME: against}
    known = (dataset.relative_paths(), dataset.targets, dataset.class_names)
    tools = [read_other_tool(table, name, *known) for name, table in against.items()]
    headline, scorer = protocol.headline(dataset.targets, dataset.class_names)
    for tool in tools:
        _check_figure(tool, headline, scorer)
    return tools


def check_names(tools: list[OtherTool], pipelines: dict) -> None:
    """Refuse a tool that is called as a pipeline is."""
    for tool in tools:
        if tool.name in pipelines:
            raise ValueError(f"a pipeline and another tool are both called '{tool.name}'")


def check_complete(tools: list[OtherTool], paths: list[str], protocol: Protocol) -> None:
    """Refuse before the fits what lacks images; of given folds some may test not every image."""
    if protocol.kind in ("k-fold", "leave-one-group-out"):
        for tool in tools:
            tool.check_has(paths)


def entries_of(tools: list[OtherTool], ours, seed: int) -> list[ComparisonEntry]:
    """An entry for each tool, on the images and folds of ``ours``."""
    results = [(tool.name, beside(tool, ours, seed)) for tool in tools]
    return [
        ComparisonEntry(name, name, "predictions as given", cv, None, None, given=True)
        for name, cv in results
    ]


def compared_with(entries, others, figure: str, seed: int) -> dict:
    """The best of our entries against those of others, corrected for having been chosen."""
    if not others:
        return {}
    results = {entry.title: entry.cv for entry in entries}
    sign = 1 if record_of(figure).lower_is_better else -1
    best = min(results, key=lambda name: sign * results[name].figures[figure].value)
    return against_chosen(
        results[best],
        {entry.title: entry.cv for entry in others},
        name=best,
        figure=figure,
        corrected=corrected_for_choice(results, figure, seed=seed),
        seed=seed,
    )


def _check_figure(tool, headline, scorer) -> None:
    if scorer is not None:
        raise ValueError(
            f"{headline} is a scorer of scikit-learn, which needs a model, and {tool.name} holds "
            "predictions: choose a figure of ours as scoring, such as accuracy"
        )
    kind, record = tool.predictions.score_kind, record_of(headline)
    lacks = "probabilities" if "probabilities" in record.needs else "scores"
    if record.needs_scores and (kind is None or (lacks[0] == "p" and kind != "predict_proba")):
        raise ValueError(
            f"scoring {headline!r} needs {lacks}, which {tool.name} lacks: add a column "
            "'score_NAME' for every class, or choose another scoring"
        )
