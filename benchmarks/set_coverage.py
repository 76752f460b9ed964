"""Whether sets of labels and answers keep what `predict` promises, on fresh images.

    python benchmarks/set_coverage.py --data DATA [--images 1000] [--splits 20] [--fresh 5000]

DATA is a folder with one folder a class, perhaps in ``train``, such as Fashion-MNIST. All images
that are taken are described once. Every split draws images to learn from, cross-validates them
(near-duplicates together, as ``train`` does), learns from all of them, and answers images that
it has not drawn, with thresholds from the scores in cross-validation. Sets: mean share that holds
the class, its standard deviation over splits, mean size, share that is empty. Answers: share given,
share of these that is wrong, and in how many splits that was more than allowed. Prints Markdown.

DATA may be a table with several labels an image as well: then the share of images with a label that
are not denied it, of those without it that are not given it, and of labels that are unsure, means
over the labels with a limit. "At the limit" is what the limit alone keeps; as the answer of the
model is never turned round, more is kept of labels about which it is seldom wrong.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from sklearn.base import clone
from threadpoolctl import threadpool_limits

from classic_cls import (
    ImageDataset,
    Protocol,
    Thumbnail,
    cross_validate,
    duplicate_groups,
    freeze,
    make_image_pipeline,
    near_duplicates,
)
from classic_cls.evaluation import (
    UNSURE,
    YES,
    answer_images,
    answer_threshold,
    held_out_of,
    label_limits,
    set_threshold,
    sureness,
)
from classic_cls.extraction import extract

COVERAGES, ERRORS = (0.8, 0.9, 0.95), (0.02, 0.05, 0.1)


def described(data, pipeline, n_pool):
    """A frozen pipeline; rows, labels and near-duplicates of a random part of the images."""
    data = data.training()
    some = np.random.default_rng(0).permutation(len(data))[:n_pool]
    data = data.take(np.sort(some))
    frozen = freeze(pipeline)
    thumbnails = frozen.observe(Thumbnail())
    rows = extract(frozen, data.refs, n_jobs=1).rows
    return frozen.estimator, rows, np.asarray(data.targets), near_duplicates(thumbnails.values)


def one_split(estimator, rows, y, copies, n, n_fresh, seed) -> tuple:
    """Scores of images left out, and codes, scores and answers of fresh images."""
    order = np.random.default_rng(seed).permutation(len(y))
    learned, fresh = np.sort(order[:n]), order[n : n + n_fresh]
    groups = duplicate_groups(copies.take(learned), y[learned], None).groups
    result = cross_validate(
        estimator, rows[learned], y[learned], Protocol(seed=seed), groups=groups, n_jobs=1
    )
    model = clone(estimator).fit(rows[learned], y[learned])
    names = np.array(result.class_names)
    several, held_out = y.ndim == 2, held_out_of(result.predictions)
    labels, scores, kind = answer_images(model, rows[fresh], result.class_names, multilabel=several)
    if several:
        return held_out, y[fresh], labels == 1, scores.astype(np.float32)
    codes, answers = (np.searchsorted(names, some) for some in (y[fresh], labels))
    return held_out, codes, answers, sureness(scores, kind)


def set_row(splits, coverage) -> list[str]:
    """Cells of the table of sets."""
    found = []
    for held_out, codes, _, scores in splits:
        sets = scores >= set_threshold(held_out, coverage)
        sizes = sets.sum(axis=1)
        holds = sets[np.arange(len(codes)), codes]
        found.append((holds.mean(), sizes.mean(), (sizes == 0).mean()))
    holds, size, empty = np.mean(found, axis=0)
    spread = np.std([row[0] for row in found], ddof=1)
    low, high = min(row[0] for row in found), max(row[0] for row in found)
    return [
        f"{coverage:g}", f"{holds:.3f}", f"{spread:.3f}", f"{low:.3f} to {high:.3f}",
        f"{size:.2f}", f"{empty:.3f}",
    ]  # fmt: skip


def label_row(splits, coverage) -> list[str]:
    """Cells of the table of several labels."""
    found = []
    for held_out, truth, given, scores in splits:
        limits = label_limits(held_out, coverage)
        states, has, lacks = limits.states(scores, given), truth == 1, truth == 0
        denied, allowed = np.isfinite(limits.no_below), np.isfinite(limits.yes_above)
        found.append([
            np.nanmean(share(scores >= limits.no_below, has)[denied]),
            np.nanmean(share(scores <= limits.yes_above, lacks)[allowed]),
            1 - np.nanmean(share((states != UNSURE) & (states != YES), has)[denied]),
            1 - np.nanmean(share(states == YES, lacks)[allowed]),
            (states == UNSURE).mean(),
            denied.mean(),
        ])  # fmt: skip
    return [f"{coverage:g}", *(f"{mean:.3f}" for mean in np.mean(found, axis=0))]


def share(found, among) -> np.ndarray:
    """Share of some images of which something holds, for every label that some of them have."""
    n = among.sum(axis=0)
    return np.where(n > 0, (found & among).sum(axis=0) / np.maximum(n, 1), np.nan)


def answer_row(splits, max_error) -> list[str]:
    """Cells of the table of answers."""
    shares, errors, n_refused = [], [], 0
    for held_out, codes, answers, scores in splits:
        try:
            limit = answer_threshold(held_out, max_error).threshold
        except ValueError:
            n_refused += 1
            continue
        given = scores[np.arange(len(codes)), answers] >= limit
        shares.append(given.mean())
        errors.append((answers != codes)[given].mean())
    if not shares:
        return [f"{max_error:g}", "-", "-", "-", "-", f"{n_refused}"]
    beyond = int(np.sum(np.array(errors) > max_error))
    return [
        f"{max_error:g}", f"{np.mean(shares):.3f}", f"{np.mean(errors):.4f}",
        f"{max(errors):.4f}", f"{beyond} of {len(shares)}", f"{n_refused}",
    ]  # fmt: skip


def table(titles, rows) -> str:
    """Markdown."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--images", type=int, default=1000)
    parser.add_argument("--splits", type=int, default=20)
    parser.add_argument("--fresh", type=int, default=5000)
    parser.add_argument("--features", default="hog,lbp")
    parser.add_argument("--classifier", default="linear_svm")
    parser.add_argument("--probabilities", action="store_true")
    asked = parser.parse_args()
    started = time.process_time()
    data = ImageDataset.open(asked.data)
    pipeline = make_image_pipeline(
        data=data.training(), features=asked.features.split(","), classifier=asked.classifier,
        probabilities=asked.probabilities,
    )  # fmt: skip
    what = described(data, pipeline, 2 * (asked.images + asked.fresh))
    with threadpool_limits(limits=1):
        splits = [one_split(*what, asked.images, asked.fresh, s) for s in range(asked.splits)]
    accuracy = np.mean([(codes == answers).mean() for _, codes, answers, _ in splits])
    print(f"{asked.data.name}, {asked.features}, {asked.classifier}, {asked.images:,} images, "
          f"{asked.splits} splits, accuracy {accuracy:.3f}\n")  # fmt: skip
    if data.multilabel:
        titles = ["Coverage asked for", "Have it, at the limit", "Lack it, at the limit",
                  "Not denied", "Not given", "Unsure", "Labels with a limit"]  # fmt: skip
        print(table(titles, [label_row(splits, coverage) for coverage in COVERAGES]))
        print(f"\n{time.process_time() - started:.0f} s of one core")
        return
    titles = ["Coverage asked for", "Measured", "Spread", "Range", "Mean size", "Empty"]
    print(table(titles, [set_row(splits, coverage) for coverage in COVERAGES]))
    titles = ["Largest error", "Answered", "Wrong", "At most", "Splits beyond", "Refused"]
    print("\n" + table(titles, [answer_row(splits, error) for error in ERRORS]))
    print(f"\n{time.process_time() - started:.0f} s of one core")


if __name__ == "__main__":
    main()
