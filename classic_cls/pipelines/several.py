"""Every classifier on every set of features."""

from sklearn.pipeline import Pipeline

from .build import make_image_pipeline
from .classifiers import CLASSIFIERS, named_classifier
from .describe import features_title
from .parameters import set_where_it_applies


def pipelines_to_compare(
    data, *, feature_sets=None, classifiers=None, parameters=None, **options
) -> dict[str, Pipeline]:
    """Pipelines by features and classifier; options that one has no use for are left out for it."""
    pipelines = {}
    for features in feature_sets or [None]:
        for name in classifiers or [name for name in CLASSIFIERS if name != "dummy"]:
            asked = options | _useless_for(name)
            pipeline = make_image_pipeline(data=data, features=features, classifier=name, **asked)
            pipelines[f"{features_title(pipeline)} / {name}"] = pipeline
    set_where_it_applies(list(pipelines.values()), parameters)
    return pipelines


def _useless_for(classifier: str) -> dict:
    """What the dummy and the neighbours have no use for."""
    found = named_classifier(classifier)
    left_out = {} if found.weighs else {"class_weight": None}
    if found.learns:
        return left_out
    return {**left_out, "aim": None, "costs": None, "calibration": None}
