"""The frozen trainings: name, what makes the images, and the commands run one after another.

Commands run in a folder that holds ``data``; whatever they write to ``out`` is frozen, but the
model and the report.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from frozen import images


class Case(NamedTuple):
    make: Callable[[Path], None]
    commands: tuple[str, ...]


TRAIN = "train data --out out --n-jobs 1 --size 16"
TRAIN_TABLE = "train data/labels.csv --out out --n-jobs 1 --size 16"
HOG = "--features hog --set hog.orientations=4"
LARGER = "--size 32 --features hog --set hog.orientations=4 --set hog.cell=16"
FEW = "--reduce pca:8"
RAW = f"--features raw {FEW}"
CLASSIFIERS = "kernel_ridge,svm,linear_svm,logistic,forest,tree,knn,boosting,dummy"
DICTIONARY = (
    "train data/labelled --out out --n-jobs 1 --size 24 --cv 3 --unlabelled data/more --features"
)

CASES = {
    "binary": Case(images.two, (f"{TRAIN} {HOG} --positive down --classifier logistic",)),
    "probabilities": Case(
        images.two, (f"{TRAIN} {HOG} --probabilities --scoring brier --classifier linear_svm",)
    ),
    "multiclass": Case(
        images.four, (f"{TRAIN} --features raw,edges {FEW} --classifier svm --cv 3 --seed 3",)
    ),
    "reduced": Case(
        images.four, (f"{TRAIN} --features raw --classifier knn --reduce select:40 --cv 4",)
    ),
    "color": Case(
        images.colored,
        (f"{TRAIN} --size keep --features color_hist,hog --preprocess gray_world {FEW} --cv 3",),
    ),
    "multilabel": Case(images.several_labels, (f"{TRAIN_TABLE} {RAW} --cv 3",)),
    "groups": Case(
        images.parents, (f"{TRAIN} {HOG} --group-by parent --by group --classifier logistic",)
    ),
    "one-group-out": Case(
        images.parents,
        (f"{TRAIN} {RAW} --group-by [ad][0-9] --cv leave-one-group-out",),
    ),
    "official-split": Case(images.official, (f"{TRAIN} {HOG} --cv 3",)),
    "copies": Case(images.copies, (f"{TRAIN} {LARGER} --cv 3 --classifier tree",)),
    "copies-in-test": Case(  # a tree: scores of equal images are equal to the last digit
        images.copies, (f"{TRAIN} {LARGER} --cv 4x0.25 --test-size 0.2 --classifier tree",)
    ),
    "copies-ignored": Case(images.copies, (f"{TRAIN} {LARGER} --no-keep-duplicates-together",)),
    "many-copies": Case(images.many_copies, (f"{TRAIN} {LARGER} --cv 3",)),
    "costs": Case(
        images.uneven,
        (f"{TRAIN} {HOG} --cost down:across=5 --scoring mean_cost --classifier logistic --cv 3",),
    ),
    "aim": Case(
        images.uneven,
        (f"{TRAIN} {HOG} --aim recall=0.9 --positive down --class-weight balanced --cv 3",),
    ),
    "sampling": Case(
        images.uneven, (f"{TRAIN} {HOG} --sampling over --classifier logistic --cv 3",)
    ),
    "test-share": Case(
        images.columns,
        (f"{TRAIN_TABLE} {HOG} --test-size 0.25 --by scanner --classifier logistic --cv 3",),
    ),
    "repeats": Case(images.two, (f"{TRAIN} {HOG} --cv 3 --repeats 2",)),
    "shares": Case(images.two, (f"{TRAIN} {HOG} --cv 5x0.2 --seed 1",)),
    "fold-list": Case(images.fold_list, (f"{TRAIN} {HOG} --folds data/folds.csv",)),
    "defaults": Case(images.colored, ("train data --out out --n-jobs 1",)),
    # Few words, since k-means among many in 30 small images ends elsewhere on another processor.
    "recipe": Case(
        images.with_more,
        (
            "train data/labelled --out out --n-jobs 1 --recipe material --size 24 --cv 3"
            " --set vlad.n_words=4",
        ),
    ),
    "labels-by": Case(
        images.four,
        (f"{TRAIN} {HOG} --label-by '(across|down|check|slant)/' --drop-class slant --cv 3",),
    ),
    "deep": Case(images.deep, (f"{TRAIN} {RAW} --reading-range auto --cv 3",)),
    "deep-range": Case(images.deep, (f"{TRAIN} {RAW} --reading-range 1000,3000 --cv 3",)),
    "vlad": Case(
        images.with_more,
        (f"{DICTIONARY} 'vlad(raw_patches)' {FEW} --set vlad_raw_patches.n_words=4",),
    ),
    # Hard assignment gives equal histograms: their order, and with it roc_auc, is rounding alone.
    "bovw": Case(
        images.with_more,
        (f"{DICTIONARY} 'bovw(dense_sift)' --set bovw.n_words=8 --set bovw.assignment=soft",),
    ),
    "classifiers": Case(
        images.eighty,
        (f"compare data --out out --n-jobs 1 --size 16 {HOG} --classifier {CLASSIFIERS}",),
    ),
    "saved-model": Case(
        images.with_new,
        (
            f"{TRAIN.replace('data', 'data/old')} {HOG} --cv 3 --probabilities",
            "evaluate out data/new --out out/evaluated --n-jobs 1",
            "predict out data/new --out out/labels.csv --top 2 --n-jobs 1",
        ),
    ),
}
