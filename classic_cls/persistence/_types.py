"""What a model file may hold: names of classes and functions, and nothing else.

Steps of this package, classifiers by name, and those of scikit-learn that predict with numpy are
trusted because they are there. The other names are spelled out, so that a reader sees the whole
list, and are private where scikit-learn keeps them private: nothing is imported by them until a
file names them.
"""

import inspect
from importlib import import_module

from sklearn.base import BaseEstimator, ClassifierMixin

from ..models import anova_f
from ..pipelines import CLASSIFIERS, ONE_CLASS_MODELS
from ._bounds import has_rule

_CLASSES = """
sklearn.pipeline.Pipeline
sklearn.pipeline.FeatureUnion
sklearn.compose._column_transformer.ColumnTransformer
sklearn.impute._base.SimpleImputer
sklearn.preprocessing._encoders.OneHotEncoder
sklearn.preprocessing._data.StandardScaler
sklearn.preprocessing._data.MinMaxScaler
sklearn.preprocessing._data.RobustScaler
sklearn.preprocessing._data.Normalizer
sklearn.preprocessing._label.LabelBinarizer
sklearn.preprocessing._label.LabelEncoder
sklearn.decomposition._pca.PCA
sklearn.feature_selection._univariate_selection.SelectKBest
sklearn.frozen._frozen.FrozenEstimator
sklearn.tree._classes.DecisionTreeClassifier
sklearn.tree._classes.ExtraTreeClassifier
sklearn.ensemble._forest.ExtraTreesClassifier
sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor
sklearn.ensemble._hist_gradient_boosting.binning._BinMapper
sklearn._loss.loss.HalfBinomialLoss
sklearn._loss.loss.HalfMultinomialLoss
sklearn._loss.link.Interval
sklearn._loss.link.LogitLink
sklearn._loss.link.MultinomialLogit
sklearn.multiclass.OneVsRestClassifier
sklearn.multiclass.OneVsOneClassifier
sklearn.multiclass._ConstantPredictor
sklearn.multioutput.ClassifierChain
sklearn.calibration.CalibratedClassifierCV
sklearn.calibration._CalibratedClassifier
sklearn.calibration._SigmoidCalibration
sklearn.isotonic.IsotonicRegression
""".split()

_FUNCTIONS = """
sklearn.feature_selection._univariate_selection.f_classif
sklearn.feature_selection._univariate_selection.chi2
""".split()

_SCALARS = [
    "numpy." + name
    for name in "bool bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 "
    "float16 float32 float64 str_".split()
]

NOT_NEEDED = {
    tuple(name.rsplit(".", 1))
    for name in """
sklearn.neighbors._kd_tree.KDTree
sklearn.neighbors._ball_tree.BallTree
sklearn._loss._loss.CyHalfBinomialLoss
sklearn._loss._loss.CyHalfMultinomialLoss
_loss.CyHalfBinomialLoss
_loss.CyHalfMultinomialLoss
numpy.random._generator.Generator
numpy.random.mtrand.RandomState
sklearn.linear_model._sgd_fast.Hinge
sklearn.linear_model._sgd_fast.SquaredHinge
sklearn.linear_model._sgd_fast.ModifiedHuber
sklearn.neural_network._stochastic_optimizers.AdamOptimizer
sklearn.neural_network._stochastic_optimizers.SGDOptimizer
""".split()
}
"""Parts that are left out when a model is written: search trees, because they are made
again from the data on loading, the rest because only training uses it. Most are compiled
objects whose state cannot be checked from outside."""

_NUMPY_ALONE = ("dummy", "discriminant_analysis", "linear_model", "naive_bayes", "neural_network")
"""Modules of scikit-learn whose classifiers predict with numpy, which looks at shapes itself."""


def _own_classes() -> list[str]:
    """The estimators of this package that can stand in a pipeline."""
    names = []
    for place in ("reading", "transforms", "features", "descriptors", "encoders", "models"):
        module = import_module(f"..{place}", __package__)
        exports = (getattr(module, name) for name in module.__all__)
        names += [_path(o) for o in exports if inspect.isclass(o) and issubclass(o, BaseEstimator)]
    return names


def _path(thing) -> str:
    return f"{thing.__module__}.{thing.__name__}"


def classifier_types(classifiers: dict) -> list[str]:
    """The types of named classifiers whose prediction a rule makes safe."""
    made = [classifier.make(None) for classifier in classifiers.values()]
    inside = [value for one in made for value in one.get_params().values()]
    types = {type(one) for one in [*made, *inside] if isinstance(one, BaseEstimator)}
    return sorted(_path(cls) for cls in types if has_rule(cls))


def predicts_with_numpy(module: str, name: str) -> bool:
    """Whether it is a public classifier of scikit-learn that needs no rule."""
    package, _, inside = module.partition(".")
    family = inside.partition(".")[0]
    if package != "sklearn" or family not in _NUMPY_ALONE:
        return False
    cls = getattr(import_module(f"sklearn.{family}"), name, None)
    return isinstance(cls, type) and issubclass(cls, ClassifierMixin) and cls.__module__ == module


_BY_NODE = {
    "ObjectNode": _CLASSES + _own_classes() + classifier_types(CLASSIFIERS | ONE_CLASS_MODELS),
    "TreeNode": ["sklearn.tree._tree.Tree"],
    "FunctionNode": [*_FUNCTIONS, _path(anova_f)],
    "NdArrayNode": ["numpy.ndarray", *_SCALARS],
    "TypeNode": ["builtins.str", "builtins.int", "numpy.str_", "numpy.float32"],
    "DTypeNode": ["numpy.dtype"],
    "SliceNode": ["builtins.slice"],
    "DictNode": ["builtins.dict"],
    "ListNode": ["builtins.list"],
    "TupleNode": ["builtins.tuple"],
    "JsonNode": ["builtins.str"],
}

TRUSTED = {node: {tuple(n.rsplit(".", 1)) for n in names} for node, names in _BY_NODE.items()}
"""Trusted ``(module, name)`` for every kind of node of a skops schema."""
