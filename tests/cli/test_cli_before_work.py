"""What can be known to fail is refused before an image is opened, in every verb."""

import pytest
from cli_images import FAST, write_classes

from classic_cls import ImageDataset, Protocol, cross_validate_images, make_image_pipeline, train
from classic_cls.cli import run
from classic_cls.extraction import batch, observe
from classic_cls.reading import _source

PLACES = ["file", "file/inside", "/dev/null", "/dev/null/inside", "broken", "n" * 300]
VERBS = {
    "train": ["train", "stripes", *FAST],
    "compare": ["compare", "stripes", *FAST, "--classifier", "tree,knn"],
    "evaluate": ["evaluate", "model", "stripes"],
    "predict": ["predict", "model", "stripes"],
    "words": ["words", "words", "stripes"],
    "demo": ["demo"],
}


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    data = str(write_classes(folder / "stripes"))
    assert run(["train", data, *FAST, "--out", str(folder / "model")]) == 0
    words = ["--features", "vlad", "--set", "vlad.n_words=4", "--size", "32", "--cv", "2"]
    assert run(["train", data, *words, "--out", str(folder / "words")]) == 0
    return folder


@pytest.fixture
def here(models, tmp_path, monkeypatch):
    """A folder with data and models, where images must not be opened."""
    for name in ("stripes", "model", "words"):
        (tmp_path / name).symlink_to(models / name)
    (tmp_path / "file").touch()
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)

    def opened(*_):
        raise AssertionError("an image was opened")

    monkeypatch.setattr(_source, "_opened", opened)
    return tmp_path


def refused(capsys, arguments):
    """What is said of it."""
    capsys.readouterr()
    assert run(arguments) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1 and "hint" not in message
    assert ".classic_cls" not in message and "TRACEBACK" not in message
    return message


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("verb", VERBS)
def test_an_output_that_cannot_be_written(verb, place, here, capsys):
    if verb == "predict" and place == "broken":
        return  # a file takes its place
    before = sorted(here.iterdir())
    force = ["--force"] * (verb != "predict" or place != "file")
    message = refused(capsys, [*VERBS[verb], "--out", place, *force])
    assert place in message and "--out" in message
    assert sorted(here.iterdir()) == before


@pytest.mark.parametrize("place", ["stripes", "stripes/down", "./stripes/../stripes/across"])
@pytest.mark.parametrize("verb", ["train", "compare", "evaluate"])
def test_results_do_not_lie_among_the_images(verb, place, here, capsys):
    """A class folder with results would be passed over as a folder of results."""
    before = sorted(here.rglob("*"))
    message = refused(capsys, [*VERBS[verb], "--out", place])
    assert "holds images of the data" in message and "--out" in message
    assert sorted(here.rglob("*")) == before


def test_results_may_lie_above_the_images_and_in_a_folder_of_their_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_classes(tmp_path / "stripes")
    assert run(["train", "stripes", *FAST, "--out", "."]) == 0
    assert run(["train", "stripes", *FAST, "--out", "stripes/results"]) == 0
    assert len(ImageDataset.from_folder("stripes").class_names) == 2


@pytest.mark.parametrize("verb", ["train", "compare", "evaluate"])
@pytest.mark.parametrize("place", PLACES)
def test_a_cache_that_nothing_can_be_kept_in(verb, place, here, capsys):
    message = refused(capsys, [*VERBS[verb], "--cache", place])
    assert place in message and "--cache" in message


def test_a_file_in_a_folder_that_is_not_there(here, capsys):
    message = refused(capsys, [*VERBS["predict"], "--out", "nowhere/p.csv"])
    assert "nowhere/p.csv" in message and "there is no folder nowhere" in message


def test_a_folder_in_the_place_of_a_file(here, capsys):
    for verb, name in [("train", "model.skops"), ("compare", "leaderboard.csv")]:
        (here / verb / name).mkdir(parents=True)
        message = refused(capsys, [*VERBS[verb], "--out", verb, "--force"])
        assert f"{verb}/{name}" in message and "is a folder" in message


PROTOCOLS = [
    (["--test-size", "0.05"], "--test-size 0.05 of 12 images leaves 1 on one side"),
    (["--cv", "2x0.05"], "leaves 1 on one side"),
    (["--cv", "2x0.95"], "leaves 1 on one side"),
    (["--folds", "nowhere.csv"], "nowhere.csv"),
    (["--folds", "table.csv"], "has no column 'path'"),
]


@pytest.mark.parametrize("options, said", PROTOCOLS)
def test_parts_without_a_class_and_folds_that_cannot_be_read(options, said, here, capsys):
    (here / "table.csv").write_text("name,fold\na,1\n")
    assert said in refused(
        capsys, ["train", "stripes", "--features", "raw", "--size", "8", *options]
    )


SETTINGS = [
    ("knn", "n_neighbors=500", "n_neighbors is 500, and a classifier is fitted on as few as 6"),
    ("knn", "n_neighbors=7", "n_neighbors is 7, and"),
    ("knn", "n_neighbors=0", "n_neighbors"),
    ("forest", "n_estimators=0", "n_estimators"),
    ("svm", "kernel=blue", "kernel"),
]


@pytest.mark.parametrize("verb", ["train", "compare"])
@pytest.mark.parametrize("classifier, setting, said", SETTINGS)
def test_classifiers_that_no_fit_would_take(
    verb, classifier, setting, said, models, capsys, monkeypatch
):
    """Some images are looked at, to choose a recipe; none is described."""
    monkeypatch.chdir(models)
    monkeypatch.setattr(batch.BatchRunner, "run", None)
    chosen = ["--classifier", classifier, "--set", f"classifier.{setting}"]
    assert said in refused(capsys, [verb, "stripes", *FAST, *chosen])


def test_six_neighbours_of_six_images_are_enough(models, tmp_path, capsys):
    chosen = ["--classifier", "knn", "--set", "classifier.n_neighbors=6"]
    data, out = str(models / "stripes"), str(tmp_path / "out")
    assert run(["train", data, *FAST, *chosen, "--out", out]) == 0


def test_python_refuses_the_same(here):
    data = ImageDataset.from_folder(here / "stripes")
    pipeline = make_image_pipeline(features=["raw"], size=8, classifier="knn")
    many = make_image_pipeline(
        features=["raw"], size=8, classifier="knn", parameters={"classifier.n_neighbors": 11}
    )
    for job in (train, lambda data, *rest, **more: cross_validate_images(rest[0], data, **more)):
        with pytest.raises(ValueError, match="nothing can be written to .*file: it is no folder"):
            job(data, pipeline, cache=here / "file")
        with pytest.raises(ValueError, match="n_neighbors is 11, .* as few as 9 of the 12"):
            job(data, many)
    with pytest.raises(ValueError, match="leaves 1 on one side"):
        train(data, pipeline, Protocol(test_size=0.05))
    with pytest.raises(ValueError, match="nothing can be written to .*file"):
        observe(data.refs, [pipeline["resize"]], cache=here / "file")
