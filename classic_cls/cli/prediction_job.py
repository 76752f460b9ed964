"""Predictions of one run of ``classic-cls predict``, and what is said of them."""

import itertools

from .console import tell
from .progress import shown_progress


class PredictionJob:
    """Predictions of a model, and what could not be read so far."""

    def __init__(self, fitted, n_jobs, monitored=False, **promised):
        from ..workflows import Monitor

        self.fitted, self.n_jobs, self.promised = fitted, n_jobs, promised
        self.monitor = Monitor(fitted) if monitored else None
        self.n_seen = self.n_unanswered = self.n_unsure = 0
        self.unread: list = []
        self.shown = shown_progress

    @property
    def promises(self) -> bool:
        """Whether a coverage or a largest error was asked for."""
        return any(value is not None for value in self.promised.values())

    @property
    def named_beside(self) -> str | None:
        """The column of labels beside the answer, under a coverage."""
        if self.promised.get("coverage") is None:
            return None
        return "unsure" if self.fitted.task == "multilabel" else "set"

    @property
    def promise_key(self) -> str:
        """What tells rows under one promise from others; empty without one."""
        return str(self.promised) if self.promises else ""

    def say_promise(self) -> None:
        """What is promised, before the work; an error where the model cannot promise it."""
        from ..workflows import abstaining, meaning_of_unusual

        promise = abstaining(self.fitted, **self.promised)
        if promise is not None:
            tell(promise.sentence)
        meaning = meaning_of_unusual(self.fitted)
        if meaning is not None:
            tell(meaning)

    def say_unanswered(self) -> None:
        """How many images of this run have no label, or how many labels are unsure."""
        if self.named_beside == "unsure":
            n_labels = self.n_seen * len(self.fitted.class_names)
            tell(
                f"{self.n_unsure:,} of {n_labels:,} labels are unsure, in {self.n_unanswered:,} of "
                f"{self.n_seen:,} images"
            )
        elif self.promises:
            tell(f"no label for {self.n_unanswered:,} of {self.n_seen:,} images")

    def predictions(self, sources):
        """Of all sources, one after the other."""
        from ..workflows import iter_predictions

        options = {"n_jobs": self.n_jobs, "monitor": self.monitor, **self.promised}
        with self.shown() as progress:
            for found in iter_predictions(self.fitted, sources, progress=progress, **options):
                self.n_seen += 1
                self.unread += [] if found.reason is None else [found]
                self._count_unsure(found)
                yield found

    def _count_unsure(self, found) -> None:
        from ..workflows import NO_ANSWER

        if found.unsure is not None:
            self.n_unsure += len(found.unsure)
            unsure = bool(found.unsure)
        else:
            unsure = found.label == NO_ANSWER if found.labels is None else not found.labels
        self.n_unanswered += self.promises and unsure

    def batches(self, sources):
        """The same, as many at a time as are ready together."""
        from ..extraction import IMAGES_OF_A_BATCH

        predictions = self.predictions(sources)
        while batch := list(itertools.islice(predictions, IMAGES_OF_A_BATCH)):
            yield batch
