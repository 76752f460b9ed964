"""A small set of images, and a model trained on it by the command line."""

import os

import pytest

from classic_cls.cli import run
from tests.conftest import make_images, write_png
