"""A headless browser without a network, and pages for it from the real workflow."""

import cv2
import numpy as np
import pytest
from page_browser import PageBrowser, missing
from sample_images import write_png
from trainings import compare_with, train_with

from classic_cls import ImageDataset
from classic_cls.workflows import evaluate as evaluate_model
from classic_cls.workflows import save_comparison, save_training, write_evaluation

N_CLASSES, N_EACH = 40, 25


def _write_images(root, n_classes, n_each):
    """Blurred noise of its own for each class, with much other noise over it."""
    rng = np.random.default_rng(0)
    for kind in range(n_classes):
        pattern = cv2.resize(rng.integers(0, 40, (4, 4), np.uint8), (16, 16))
        for i in range(n_each):
            image = pattern + rng.integers(0, 210, (16, 16), np.uint8)
            write_png(root / f"kind_{kind:02d}" / f"{i:03d}.png", image)
    return ImageDataset.from_folder(root)


@pytest.fixture(scope="session")
def browser():
    """The system's browser; where it or its driver is missing, the tests say so and skip."""
    if missing():
        pytest.skip(missing())
    with PageBrowser() as started:
        yield started


@pytest.fixture(scope="session")
def report(browser, tmp_path_factory):
    """The report of a training on 1,000 images of 40 classes."""
    data = _write_images(tmp_path_factory.mktemp("thousand"), N_CLASSES, N_EACH)
    training = train_with(data, features=["raw"], size=16, cv=3, classifier="lda")
    return save_training(training, tmp_path_factory.mktemp("report"))["report"]


@pytest.fixture(scope="session")
def few(tmp_path_factory):
    """Three classes of 12 images."""
    return _write_images(tmp_path_factory.mktemp("few"), 3, 12)


@pytest.fixture(scope="session")
def comparison(browser, few, tmp_path_factory):
    """The page of a comparison."""
    found = compare_with(few, feature_sets=[["raw"]], size=16, cv=3, classifiers=["knn", "lda"])
    folder = tmp_path_factory.mktemp("comparison")
    save_comparison(found, folder, name="few kinds")
    return folder / "report.html"


@pytest.fixture(scope="session")
def evaluation(browser, few, tmp_path_factory):
    """The page of an evaluation, on images that the model has learned from."""
    training = train_with(few, features=["raw"], size=16, cv=3, classifier="knn")
    folder = tmp_path_factory.mktemp("evaluation")
    write_evaluation(evaluate_model(training.model, few), training.model, few, folder)
    return folder / "report.html"
