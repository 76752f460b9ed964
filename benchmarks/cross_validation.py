"""Five folds by four settings, against one extraction and the same fits on a ready matrix.

    python benchmarks/cross_validation.py --data DATA [--limit N] [--rounds 3]

Ours: ``freeze``, ``extract`` and scikit-learn's ``GridSearchCV`` over the frozen pipeline.
The peer: one plain ``transform`` of all images, then the same search on the matrix.
Both on one thread, in turn, in one process. Prints Markdown.
"""

import argparse
import time

import numpy as np
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import Pipeline

from classic_cls import HOG, ImageDataset, make_image_pipeline
from classic_cls.extraction import extract, freeze

SETTINGS = {"classifier__C": [0.01, 0.1, 1, 10]}


def search(pipeline):
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    return GridSearchCV(pipeline, SETTINGS, cv=folds, refit=False)


def ours(pipeline, paths, labels):
    frozen = freeze(pipeline)
    rows = extract(frozen, paths, n_jobs=1).rows
    return search(frozen.estimator).fit(rows, labels).cv_results_["mean_test_score"]


def peer(pipeline, paths, labels):
    place = [name for name, _ in pipeline.steps].index("features")
    describing, *scaling = pipeline["features"]["hog"].steps
    matrix = Pipeline([*pipeline.steps[:place], describing]).fit_transform(paths)
    rest = Pipeline([*scaling, *pipeline.steps[place + 1 :]])
    return search(rest).fit(matrix, labels).cv_results_["mean_test_score"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    data = ImageDataset.open(arguments.data).training()
    rows = np.random.default_rng(0).permutation(len(data))[: arguments.limit]
    data = data.take(rows)
    pipeline = make_image_pipeline(features=[HOG(cell=8)], size=128, classifier="linear_svm")
    ours(pipeline, data.paths[::4], data.labels[::4])  # compile
    ratios, seconds = [], []
    for _ in range(arguments.rounds):
        times, scores = [], []
        for side in (peer, ours):
            started = time.perf_counter()
            scores.append(side(pipeline, data.paths, data.labels))
            times.append(time.perf_counter() - started)
        np.testing.assert_allclose(*scores, atol=1e-9)
        ratios.append(times[1] / times[0])
        seconds.append(times)
    print(f"{len(data):,} images, 5 folds x 4 settings of C\n")
    print("| | seconds (median) | ratio (median of rounds) |")
    print("|---|---|---|")
    print(f"| one extraction, same fits on the matrix | {np.median(seconds, axis=0)[0]:.1f} | 1 |")
    print(f"| frozen pipeline | {np.median(seconds, axis=0)[1]:.1f} | {np.median(ratios):.2f} |")


if __name__ == "__main__":
    main()
