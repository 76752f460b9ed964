"""``classic-cls train``."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import typer

from .._command import command_line
from .answers import of_training
from .config import given_options
from .console import answer, say, took
from .data import Told, announce, refuse_if_strict, say_recipe, say_views, say_work
from .figures import show_breakdowns, show_figures, show_importance, show_lowest_classes
from .inputs import spare_inputs
from .options import (
    Data,
    DataOptions,
    ExtraOptions,
    LearnedFromOptions,
    ReportOptions,
    TuningOptions,
    WorkOptions,
)
from .pipeline_options import PipelineOptions
from .progress import shown_progress
from .protocol_options import TrainProtocolOptions


@dataclass(frozen=True)
class Job:
    """All that a training is asked for, and how it was typed."""

    data: str
    about_data: DataOptions = DataOptions()
    pipeline: PipelineOptions = PipelineOptions()
    protocol: TrainProtocolOptions = TrainProtocolOptions()
    learned_from: LearnedFromOptions = LearnedFromOptions()
    extras: ExtraOptions = ExtraOptions()
    tuning: TuningOptions = TuningOptions()
    work: WorkOptions = WorkOptions()
    output: ReportOptions = ReportOptions()
    arguments: tuple[str, ...] = ()
    options: dict = field(default_factory=dict)

    @property
    def command(self) -> str:
        """What was typed, without folders."""
        places = [self.data, self.output.out, self.work.cache, self.protocol.folds]
        places += [*(self.learned_from.unlabelled or ()), *self.pipeline.files]
        return command_line(self.arguments, places)


def train(
    context: typer.Context,
    data: Data,
    pipeline: PipelineOptions,
    learned_from: LearnedFromOptions,
    protocol: TrainProtocolOptions,
    extras: ExtraOptions,
    tuning: TuningOptions,
    about_data: DataOptions,
    work: WorkOptions,
    output: ReportOptions,
) -> None:
    """Cross-validate, fit on all training images, test, and write model and report.

    classic-cls train cells                                  # cells/<class>/*.png
    classic-cls train cells.csv --test-size 0.2              # columns path,label
    classic-cls train cells --group-by parent                # cells/<class>/<patient>/*.png
    classic-cls train cells --features hog,lbp --classifier forest --out forest
    classic-cls train parts --one-class good                 # parts/good/*.png, perhaps others
    classic-cls train cells --config forest/result.json --out again

    Writes model.skops, result.json, predictions.csv and report.html, with its words as report.md;
    where images are regions of files (see 'classic-cls tile') predictions_by_source.csv too.
    """
    typed = {"arguments": tuple(context.obj), "options": given_options(context)}
    asked = about_data, pipeline, protocol, learned_from, extras, tuning, work, output
    job = Job(data, *asked, **typed)
    training, files = train_and_save(job)
    answer(lambda: of_training(training, files))


def train_and_save(job: Job):
    """Do the whole job of ``train``, and say what came of it.

    Returns
    -------
    training : Training
    files : dict of str to pathlib.Path
    """
    from .. import workflows
    from ..pipelines import make_image_pipeline
    from ..workflows import check_cache

    protocol = job.protocol.protocol()
    dataset = job.about_data.open(job.data)
    out = _place_of(job, dataset)
    check_cache(job.work.cache)
    announce(dataset)
    dataset = job.learned_from.of_class(dataset)
    refuse_if_strict(job.about_data.strict, dataset.set_aside)
    unlabelled = job.learned_from.files(job.about_data.page)
    _check_savable(job)
    told = Told(job.about_data.strict, [*dataset.notes])
    told.notes(protocol.check(dataset))
    looked_at = protocol.training_part(dataset)  # its files are kept until the end
    pipeline = make_image_pipeline(
        data=looked_at,
        page=job.about_data.page_to_read,
        unlabelled=bool(unlabelled),
        false_alarms=job.learned_from.false_alarms,
        **job.pipeline.arguments(),
        **job.protocol.for_pipelines(),
    )
    say_recipe(pipeline)
    say_views(pipeline)
    # With columns beside the images, the images alone and the columns alone are measured too.
    n_pipelines = 3 if job.pipeline.tabular else 1
    say_work(protocol.n_fits(dataset.training().groups), "and a final fit", n_pipelines)
    with shown_progress() as progress:
        training = workflows.train(
            dataset,
            pipeline,
            protocol,
            unlabelled=unlabelled,
            progress=progress,
            tell=progress.aside(told),
            extras=workflows.Extras(**vars(job.extras)),
            **vars(job.tuning),
            **vars(job.work),
        )
    settings = {**training.settings, "group_by": job.about_data.group_by}
    training = replace(training, settings=settings, options=job.options)
    images, force = job.output.images, job.output.force
    files = workflows.save_training(training, out, command=job.command, images=images, force=force)
    _show(training, told, files)
    return training, files


def _place_of(job: Job, dataset) -> str:
    """The folder to write to, which holds nothing that would be lost."""
    from ..workflows import FILE_NAMES, PREDICTIONS_BY_SOURCE, check_free, check_not_among

    out = job.output.out or f"{dataset.name}-baseline"
    check_not_among(out, job.data, dataset)
    names = [*FILE_NAMES.values(), PREDICTIONS_BY_SOURCE]
    check_free(out, names, job.output.force)
    spare_inputs([Path(out, name) for name in names], [job.data])
    return out


def _check_savable(job: Job) -> None:
    """Refuse what no file can hold before the pipeline is made, which looks at images."""
    from ..persistence import check_savable
    from ..pipelines import named_steps

    asked = job.pipeline.arguments()
    steps = named_steps(asked["features"], asked["preprocess"], asked["classifier"])
    check_savable([step for _, step in steps])


def _show(training, told: Told, files) -> None:
    if training.test_is_copied:
        copies, images = training.n_test_copies, training.test.n_images
        so_many = f"ALL {copies:,}" if copies == images else f"{copies:,} OF {images:,}"
        say()
        say(
            f"{so_many} TEST IMAGES ARE COPIES OF TRAINING IMAGES: the column 'test' says nothing "
            "about new images",
            style="bold red",
        )
    show_figures(training.cv, training.test, threshold=training.model.threshold)
    show_lowest_classes(training.cv)
    _say_one_class(training)
    if training.tabular is not None:
        say()
        say(training.tabular.sentence, style="bold")
    _say_curve("learning curve", training.learning_curve)
    _say_curve("validation curve", training.validation_curve)
    _say_left_out(training.left_out_classes)
    show_importance(training.importance)
    if training.tuning is not None:
        say()
        say(f"tuning: {training.tuning['sentence']}")
    show_breakdowns(training.breakdowns)
    show_breakdowns(training.test_breakdowns, "test images")
    say()
    told.notes(training.notes)
    others = ", ".join(file.name for key, file in files.items() if key != "report")
    folder = files["report"].parent
    spent = took(training.seconds["total"]) + _needed(training, files)
    say(f"took {spent}; {others} are in {folder}; the report:")
    say(str(files["report"]))


def _needed(training, files) -> str:
    """Memory of the process, and size of the model file, as far as they are known."""
    from ..report import megabytes

    memory, model = training.peak_memory_bytes, files.get("model")
    words = [] if memory is None else [f"up to {megabytes(memory)} of memory"]
    words += [] if model is None else [f"a model file of {megabytes(model.stat().st_size)}"]
    return "".join(f", {word}" for word in words)


def _say_curve(title, curve) -> None:
    """Print what more images, or other values, would bring."""
    if curve is not None:
        say()
        say(f"{title}: {curve.sentence}; {curve.gap_sentence}")
        if getattr(curve, "class_sentence", None) is not None:
            say(curve.class_sentence)


def _say_one_class(training) -> None:
    """Print how often a model of one class gives alarm, and what it finds."""
    if training.one_class is None:
        return
    say()
    say(f"one class alone: {training.one_class.sentence}", style="bold")
    if training.test_of_one_class is not None:
        say(f"test images: {training.test_of_one_class.sentence}", style="bold")


def _say_left_out(found) -> None:
    """Print how many images of no class are found out."""
    if found is not None:
        say()
        say(f"classes left out: {found.sentence}")
