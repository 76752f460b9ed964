"""Whole jobs in one call, with the options of the pipeline and of the protocol side by side."""

from dataclasses import fields

from classic_cls import Protocol, compare, make_image_pipeline, train
from classic_cls.pipelines.several import pipelines_to_compare

OF_PROTOCOL = {field.name for field in fields(Protocol)}
OF_BOTH = {"costs", "positive"}
CURVES = {"learning_curve", "validation_curve"}
OF_WORK = {"unlabelled", *CURVES, "n_jobs", "cache", "progress", "tell"}


def divided(options):
    """Options of the pipeline, the protocol, and options of the work."""
    protocol = Protocol(**{name: options[name] for name in options if name in OF_PROTOCOL})
    work = {name: options[name] for name in options if name in OF_WORK}
    elsewhere = OF_PROTOCOL - OF_BOTH | OF_WORK
    others = {name: options[name] for name in options if name not in elsewhere}
    return {"random_state": protocol.seed, **others}, protocol, work


def train_with(data, **options):
    """Make a pipeline for the data and train it."""
    of_pipeline, protocol, work = divided(options)
    unlabelled = bool(work.get("unlabelled"))
    pipeline = make_image_pipeline(data=data, unlabelled=unlabelled, **of_pipeline)
    return train(data, pipeline, protocol, **work)


def compare_with(data, **options):
    """Make pipelines for the data and compare them."""
    of_pipelines, protocol, work = divided(options)
    return compare(data, pipelines_to_compare(data, **of_pipelines), protocol, **work)
