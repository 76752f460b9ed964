"""The common battery, for every estimator that the package exports."""

import inspect
import pkgutil
from importlib import import_module

import numpy as np
import pytest
from image_steps import instance_of
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.utils import estimator_checks as sklearn_checks
from sklearn.utils.estimator_checks import parametrize_with_checks

import classic_cls
from classic_cls import descriptors, encoders, features, models, transforms
from classic_cls.base import DescriptorExtractor, FeatureExtractor, ImageTransformer
from classic_cls.estimator_checks import _DATA_FREE_CHECKS, yield_checks
from classic_cls.pipelines.catalog import ENCODERS

IMAGE_STEPS = [instance_of(getattr(module, name)) for module in (features, descriptors, transforms)
               for name in module.__all__]
CHECKS = [(type(step).__name__, name, check) for step in IMAGE_STEPS
          for name, check in yield_checks(step)]


@pytest.mark.parametrize("check", [pytest.param(check, id=f"{step}-{name}")
                                   for step, name, check in CHECKS])
def test_image_steps(check):
    check()


@parametrize_with_checks([
    models.RowSpaceRotation(),
    models.PrincipalComponents(),
    models.UnitMeanNorm(),
    models.BlockWeight(),
    models.ClippedScaler(),
    models.HomogeneousKernelMap(),
    models.KernelRidgeClassifier(),
    models.LinearDiscriminant(),
    models.ConstantSafeClassifier(LogisticRegression()),
    models.CalibratedClassifier(LogisticRegression()),
])
def test_learned_steps(estimator, check):
    check(estimator)


@pytest.mark.parametrize("check", _DATA_FREE_CHECKS)
@pytest.mark.parametrize("name", encoders.__all__)
def test_encoders(name, check):
    encoder = getattr(encoders, name)()
    assert set(encoder._parameter_constraints) == set(encoder.get_params())
    getattr(sklearn_checks, check)(name, encoder)


def package_classes():
    for info in pkgutil.walk_packages(classic_cls.__path__, "classic_cls."):
        for name, member in inspect.getmembers(import_module(info.name), inspect.isclass):
            if member.__module__ == info.name:
                yield name, member


def test_every_concrete_image_step_is_exported():
    exported = {type(step) for step in IMAGE_STEPS}
    exported |= {classic_cls.Thumbnail}
    bases = (FeatureExtractor, DescriptorExtractor, ImageTransformer)
    concrete = {cls for name, cls in package_classes()
                if issubclass(cls, bases) and hasattr(cls, "short_name")}
    assert concrete == exported


def test_every_concrete_encoder_is_exported():
    concrete = {cls for name, cls in package_classes()
                if hasattr(cls, "takes_images") and hasattr(cls, "short_name")}
    assert concrete == {getattr(encoders, name) for name in encoders.__all__}


def test_short_names_are_unique():
    names = [*(step.short_name for step in IMAGE_STEPS), *ENCODERS]
    assert len(set(names)) == len(names)


def test_no_two_features_share_the_name_of_a_column():
    image = np.random.default_rng(0).integers(0, 256, (1, 64, 64, 3), dtype=np.uint8)
    extractors = [step.fit(image) for step in IMAGE_STEPS if isinstance(step, FeatureExtractor)]
    names = [name for step in extractors for name in step.get_feature_names_out()]
    assert len(set(names)) == len(names)


def test_public_estimators_have_docstrings_with_examples():
    for name, cls in package_classes():
        if issubclass(cls, BaseEstimator) and name in classic_cls.__all__ and (
            cls not in (FeatureExtractor, DescriptorExtractor, ImageTransformer)
            and name != "PureStep"
        ):
            assert "Examples" in cls.__doc__, name
