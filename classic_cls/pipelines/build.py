"""From a few names to a plain scikit-learn pipeline over image files."""

from collections.abc import Sequence
from typing import Any

from sklearn.base import BaseEstimator, clone
from sklearn.feature_selection import SelectKBest
from sklearn.pipeline import Pipeline
from sklearn.utils import get_tags

from .._remedies import parameter, remedy
from .._typing import Size
from .._validation import quoted, unknown_name
from ..base import ImageViews
from ..datasets import ImageDataset, other_than
from ..models import (
    PrincipalComponents,
    SingleLabelCheck,
    ThresholdClassifier,
    anova_f,
    positive_class,
)
from ..reading import ReadImages
from ..transforms import Augment, Resize
from .catalog import AUGMENTATIONS, wants_detail
from .classifiers import classifier_steps, named_classifier
from .feature_union import feature_union
from .look import FirstLook, Look, look_at
from .naming import named_preprocessing
from .one_class import one_class_steps
from .parameters import set_step_parameter
from .recipes import RECIPES, choose_recipe
from .tabular import beside_images

# Above this, kernels take too long.
MANY_IMAGES = 100_000
# With a classifier for each label, that of all rows among each other takes long before.
MANY_OF_SEVERAL_LABELS = 5_000


def make_image_pipeline(
    recipe: str = "auto",
    *,
    data: ImageDataset | None = None,
    features: Any = None,
    classifier: str | BaseEstimator | None = None,
    size: Size = None,
    preprocess: Sequence = (),
    augment: str | ImageViews = "none",
    views: int = 1,
    reduce: str | None = None,
    multilabel: bool | None = None,
    strategy: str | None = None,
    class_weight: Any = None,
    sampling: str | None = None,
    aim: str | None = None,
    costs: dict | None = None,
    positive: str | None = None,
    probabilities: bool = False,
    calibration: str | None = None,
    parameters: dict | None = None,
    tabular: str | Sequence[str] = (),
    unlabelled: bool = False,
    false_alarms: float | None = None,
    reading_range: Any = "auto",
    page: int | str | None = None,
    random_state: int | None = 0,
) -> Pipeline:
    """Make a scikit-learn pipeline from image files (or arrays) to labels.

    Parameters
    ----------
    recipe : {"auto", "quick", "scene", "object", "material", "tiny"}
        What fills in features and size where they are left at None; see :data:`RECIPES`. "auto"
        takes "tiny" for images of up to 48 pixels ("quick" below 300 of them), and "scene" for
        others ("quick" above 5,000, or 40,000 of up to 96 pixels). The classifier, if left at
        None, is kernel ridge up to 100,000 images (with several labels, up to 5,000, and then
        an RBF support vector machine), and logistic regression above.
    data : ImageDataset, optional
        The images to choose by (of an official split the training part), and what their labels
        are; without it, "auto" assumes colour photos of 128 pixels or more. They are looked at
        once, however many pipelines are made. Where some will be held out, give
        ``protocol.training_part(data)``.
    features : str, or list of str or FeatureExtractor, optional
        Side by side: keys of ``FEATURES``, ``PRESETS`` and ``ENCODERS``; ``"pyramid(lbp)"`` or
        ``"multiscale(lbp)"``, a key of ``WRAPPERS`` around a feature; ``"fisher(local_color)"``, a
        key of ``ENCODERS`` around one of ``DESCRIPTORS`` (without brackets: ``dense_sift``); in
        place of any of these ``"package.module:Class"``, or a short name that another package
        gives; extractors, or pipelines of a descriptor and an encoder.
    classifier : str or classifier, optional
        A key of ``CLASSIFIERS``, ``"package.module:Class"``, a short name that another package
        gives, or any scikit-learn classifier.
    size : int, (width, height) or "keep", optional
        What images are resized to. "keep" leaves them as they are, as None does for presets about
        fine detail and images of up to 256 pixels.
    preprocess : list of str or ImageTransformer
        Keys of ``PREPROCESSING``, names of other packages as above, or estimators, in order,
        after the resizing; content crop comes before it.
    augment : {"none", "light", "medium", "strong", "document"} or ImageViews
        Versions of every image to learn from as well, made after the preprocessing; see
        :class:`Augment`, or a step of your own. They train where images are described once, as in
        ``train``, ``compare`` and ``cross_validate_images``; not in the pipeline's own ``fit``.
    views : int
        How many versions of an image answer for it together; 1 is the image itself.
    reduce : str, optional
        ``"pca:N"`` (principal components) or ``"select:N"`` (best columns by F statistic).
    multilabel : bool, optional
        Whether the target is an indicator matrix; None asks ``data``.
    strategy : {"ovr", "ovo", "chain"}, optional
        None leaves several classes to the classifier itself, and gives several labels one
        classifier each.
    class_weight : "balanced" or dict, optional
        As in scikit-learn.
    sampling : {"over", "under"}, optional
        Learn from as many rows of every class (of several labels: with and without each
        label), in place of class weights; see :class:`BalancedSampling`.
    aim : str, optional
        What decision thresholds are chosen for, on folds inside the training images: "f1",
        "balanced_accuracy", "recall=0.99", "precision=0.95" or "specificity=0.9"; for two
        classes or several labels. None gives several labels "f1"; "none" switches it off.
    costs : dict of (true, predicted) to float, optional
        What the mistakes of two classes cost, in place of an aim; 1 where not named.
    positive : str, optional
        The class of two that the aim is about, and figures with it. None is that of a well-known
        pair of names, or else a clearly rarer one; where neither says which, a floor is refused,
        and "f1" is about the last one.
    probabilities : bool
        Whether ``predict_proba`` is wanted (support vector machines are calibrated). Classifiers
        that have it anyway are calibrated behind a choice of columns only.
    calibration : {"auto", "sigmoid", "temperature", "isotonic", "venn_abers", "none"}, optional
        How scores become probabilities, see :class:`CalibratedClassifier`, of whatever classifier;
        learned on folds inside the training images that divide no group. "none" leaves a
        classifier the probabilities that it has.
    parameters : dict of str to object, optional
        Parameters of single steps, such as ``{"hog.orientations": 12}``; see
        :func:`set_step_parameter`.
    tabular : str or sequence of str
        Columns of the table of ``data`` to learn from beside the images. Numbers (columns
        of which at most a third of the cells are anything else) are imputed by their median
        and scaled, words become one column each, of which new ones count as none; all
        that is learned of them is learned inside the folds. ``train`` then gives the
        figures with and without them.
    unlabelled : bool
        Whether dictionaries will be learned from images without labels, so that "auto" takes a
        recipe that has one.
    false_alarms : float, optional
        Where ``data`` is of one class alone (see :meth:`ImageDataset.one_class`): the share of its
        images, by default 0.05, that may be called something else. The classifier is then a key of
        ``ONE_CLASS_MODELS`` ("mahalanobis" if left at None), or what :class:`OneClassClassifier`
        takes.
    reading_range : "auto" or (low, high), optional
        What is mapped to 0 .. 255 in 16-bit and float images; "auto" finds it in ``data``.
    page : int or "max", optional
        Which page of files with several.
    random_state : int or None
        Seed of everything random.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Steps ``read``, ``resize``, the preprocessing, ``augment``, ``features`` (see
        :func:`feature_union`), ``reduce``, ``norm``, ``rotate``, ``check`` and ``classifier``, as
        far as they are needed. With an aim or costs, ``reduce`` is inside ``classifier``, and where
        probabilities are calibrated "select:N" is. With ``tabular`` all up to ``features`` is
        the member ``images`` of a first step ``joined``, beside ``columns``. Where a recipe chose
        the features, ``pipeline.recipe`` is its name.

    Raises
    ------
    ValueError
        If a name is unknown or a value makes no sense.

    Examples
    --------
    >>> pipeline = make_image_pipeline(features=["hog", "color_hist"], classifier="forest")
    >>> [name for name, _ in pipeline.steps]
    ['read', 'resize', 'features', 'classifier']
    """
    _check_names(recipe, features)
    if data is not None and not data.multilabel and data.known is None:
        _check_decision(data.training(), positive, aim, costs)
    known, data = (None, data) if data is None else (data.known, _of_known(data))
    several = bool(multilabel if data is None or multilabel is not None else data.multilabel)
    n_images = None if data is None else len(data.training())
    if classifier is None and known is None:
        classifier = default_classifier(n_images or MANY_IMAGES, several)
    options = {
        "strategy": strategy, "class_weight": class_weight, "sampling": sampling, "aim": aim,
        "costs": costs,
    }  # fmt: skip
    reduction = _reduce_steps(reduce, random_state)
    if known is not None:
        options |= {"probabilities": probabilities, "calibration": calibration, "reduce": reduce}
        positive = None if positive == other_than(known) else positive
        options |= {"tabular": tabular, "positive": positive}
        alone = {"false_alarms": false_alarms, "random_state": random_state}
        deciding = one_class_steps(classifier, known, other_than(known), **alone, **options)
    else:
        _check_needs_one_class(false_alarms)
        options["probabilities"] = _wanted(classifier, probabilities, calibration)
        deciding = _deciding_steps(classifier, several, reduction, options, random_state)
    last = deciding[-1][1]
    if positive is not None and isinstance(last, ThresholdClassifier) and not several:
        last.set_params(positive=positive)
    if multilabel is None and data is None:
        deciding = _with_label_check(deciding, classifier)
    reading_range = _range_of(data, reading_range, page)
    chosen = None
    if features is None or size is None:
        look = look_at(()) if data is None else FirstLook.of(data).look(reading_range, page)
        if features is None:
            chosen = choose_recipe(look, n_images, unlabelled) if recipe == "auto" else recipe
        size = _usual_size(look, chosen, features) if size is None else size
        if features is None:
            features = RECIPES[chosen].features(look, size, several, random_state)
    steps = _image_steps(size, preprocess, reading_range, page)
    steps += _augment_steps(augment, views, random_state)
    steps += [("features", feature_union(features, size, random_state)), *deciding]
    named = [tabular] if isinstance(tabular, str) else list(tabular or ())
    return _finished(Pipeline(steps), chosen, parameters or {}, data, named)


def _of_known(data: ImageDataset) -> ImageDataset:
    """The images that may be looked at: of one class alone its own."""
    return data if data.known is None else data.take(data.targets == data.known)


def _check_needs_one_class(false_alarms) -> None:
    if false_alarms is not None:
        raise ValueError(
            f"{parameter('false_alarms')} is for one class that is learned alone: "
            + remedy("give data.one_class(NAME) as data", "give --one-class NAME too")
        )


def _finished(pipeline, recipe, parameters, data, tabular):
    """The pipeline with parameters of single steps, columns, and the recipe that it came from."""
    for name, value in parameters.items():
        set_step_parameter(pipeline, name, value)
    if tabular:
        pipeline = beside_images(pipeline, data, tabular)
    if recipe is not None:
        pipeline.recipe = recipe
    return pipeline


def _wanted(classifier, probabilities, calibration) -> bool | str:
    """How probabilities are to be made, or whether there are to be any."""
    asked = probabilities and calibration == "none" and isinstance(classifier, str)
    if asked and named_classifier(classifier).calibrate:
        raise ValueError(
            f"classifier '{classifier}' has no probabilities without calibration: leave out "
            f"{parameter('probabilities')}, or {parameter('calibration')} 'none'"
        )
    return probabilities if calibration is None else calibration


def _deciding_steps(classifier, multilabel, reduction, options, random_state):
    """What stands behind the features."""
    if isinstance(classifier, str):
        task = {"multilabel": multilabel, "reduction": reduction, "random_state": random_state}
        return classifier_steps(classifier, **task, **options)
    for name, value in options.items():
        if value not in (None, "none", True, False):
            name = "calibration" if name == "probabilities" else name
            raise ValueError(
                f"{name} is for classifiers by name: give your own what it needs, as in "
                "ThresholdClassifier(BalancedSampling(classifier))"
            )
    return [*reduction, ("classifier", clone(classifier))]


def _check_names(recipe, features) -> None:
    if recipe not in ("auto", *RECIPES):
        raise ValueError(unknown_name("recipe", recipe, ["auto", *RECIPES]))
    if features is not None and recipe != "auto":
        raise ValueError(
            f"{parameter('recipe')} '{recipe}' chooses the features, and {parameter('features')} "
            "names them: leave one of them out"
        )


def _range_of(data, wanted, page):
    """The one range for all deep images; None where none of those looked at is deep."""
    if not isinstance(wanted, str):
        return wanted
    if wanted != "auto":
        raise ValueError(
            f"{parameter('reading_range')} must be 'auto' or (low, high); got '{wanted}'"
        )
    return None if data is None else FirstLook.of(data).reading_range(page)


def _usual_size(look: Look, recipe: str | None, features):
    """What images are resized to, where nobody says so."""
    if recipe is not None:
        return RECIPES[recipe].size(look)
    return look.detail if wants_detail(features) else look.size


def _check_decision(data, positive, aim, costs) -> None:
    """Refuse what could be about no class, or about either, before anything is read."""
    aim = None if aim == "none" else aim
    if data.task == "multiclass" and (aim is not None or costs is not None):
        raise ValueError(
            "a threshold needs two classes or several labels, and the images have "
            f"{len(data.class_names)} classes: leave out "
            + remedy("aim and costs", "--aim and --cost", "--aim")
        )
    counts = list(data.class_counts().values())
    aim = aim if data.task == "binary" else None
    positive_class(data.class_names, positive, counts=counts, aim=aim)


def _with_label_check(deciding, classifier):
    """Have a target of several labels refused in plain words where it would be in raw ones."""
    *before, last = deciding
    knows_labels = not isinstance(classifier, str) or get_tags(last[1]).classifier_tags.multi_label
    return deciding if knows_labels else [*before, ("check", SingleLabelCheck()), last]


def default_classifier(n_images: int, multilabel: bool = False) -> str:
    """Name of the classifier that the recipe "auto" takes.

    >>> default_classifier(1000), default_classifier(10_000), default_classifier(1_000_000)
    ('kernel_ridge', 'kernel_ridge', 'logistic')
    """
    if n_images > MANY_IMAGES:
        return "logistic"
    return "svm" if multilabel and n_images > MANY_OF_SEVERAL_LABELS else "kernel_ridge"


def _image_steps(size, preprocess, reading_range, page):
    keeps = isinstance(size, str)
    if keeps and size != "keep":
        raise ValueError(f"size must be a number, (width, height) or 'keep'; got '{size}'")
    steps = named_preprocessing(preprocess)
    early = [step for step in steps if getattr(step[1], "before_resize", False)]
    late = [step for step in steps if step not in early]
    # What is cut out of an image wants all its pixels.
    min_size = None if keeps or early else size
    reader = ReadImages(range=reading_range, page=page, min_size=min_size)
    resize = [] if keeps else [("resize", Resize(size))]
    return [("read", reader), *early, *resize, *late]


def _augment_steps(augment, views: int, random_state):
    """What makes versions of the images, if there are any."""
    if isinstance(augment, str) and augment not in AUGMENTATIONS:
        raise ValueError(unknown_name("augmentation", augment, AUGMENTATIONS))
    if isinstance(augment, str) and augment == "none":
        if views != 1:
            raise ValueError(
                f"{parameter('views')} are made by {parameter('augment')}: name one of "
                f"{quoted(name for name in AUGMENTATIONS if name != 'none')} too"
            )
        return []
    if isinstance(augment, str):
        augment = Augment(augment, test_views=views, random_state=random_state or 0)
    elif views != 1:
        augment = clone(augment).set_params(test_views=views)
    return [("augment", clone(augment))]


def _reduce_steps(reduce: str | None, random_state):
    if reduce is None:
        return []
    kind, _, number = str(reduce).partition(":")
    makers = {
        "pca": lambda n: PrincipalComponents(n, random_state),
        "select": lambda n: SelectKBest(anova_f, k=n),
    }
    if kind not in makers or not number.isdigit() or int(number) < 1:
        raise ValueError(
            f"reduce must be 'pca:N' or 'select:N' with N of 1 or more; got '{reduce}'"
        )
    return [("reduce", makers[kind](int(number)))]
