"""Which of several pipelines describe images alike."""

import joblib
from sklearn.pipeline import Pipeline

from ..pipelines import n_describing_steps


def fronts_of(pipelines: dict[str, Pipeline]) -> dict[str, tuple[int, list[str]]]:
    """Pipelines that describe images in the same way: how many steps do, and their names."""
    fronts: dict[str, tuple[int, list[str]]] = {}
    for name, pipeline in pipelines.items():
        n_steps = n_describing_steps(pipeline)
        key = joblib.hash([n_steps, *(step for _, step in pipeline.steps[:n_steps])])
        fronts.setdefault(key, (n_steps, []))[1].append(name)
    return fronts
