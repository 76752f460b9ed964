"""Every feature and preprocessing step against its fastest peers, as one table.

    python benchmarks/feature_speed.py [--only WORD] [--images 32] [--side 128] [--repeat 7]

Random cuts from the photographs that ship with scikit-image, one thread on each side. The sides
of a row take turns in one process, and the ratio is the median over the rounds. Where the peer
computes the same thing, results are shown to be equal first. mahotas is a peer where it is
installed. Prints Markdown: our time, and how many times as long each peer takes.
"""

import argparse
import importlib
import pkgutil
import time

import cv2
import numpy as np
import speed_rows
from speed_rows.row import Images


def all_rows(images, only):
    for module in sorted(info.name for info in pkgutil.iter_modules(speed_rows.__path__)):
        if module != "row":
            for row in importlib.import_module(f"speed_rows.{module}").rows(images):
                if only in row.what or only == module:
                    yield row


def measure(row, repeat):
    """Print the row of the table."""
    equality = row.equality(row.stack) if row.equality else "not the same" if row.peers else ""
    sides = [row.ours, *row.peers.values()]
    # A slow peer need not see all images, or a table would take a day.
    stacks = [row.stack[: images_within(side, row.stack)] for side in sides]
    times = np.array([[seconds(side, stack) / len(stack) for side, stack in zip(sides, stacks)]
                      for _ in range(repeat)])
    ours = np.median(times[:, 0]) * 1e6
    ratios = np.median(times[:, 1:] / times[:, :1], axis=0)
    faster = ", ".join(f"{ratio:.{1 if ratio < 9.95 else 0}f} x {peer}"
                       for peer, ratio in zip(row.peers, ratios, strict=True))
    print(f"| {row.what} | {ours:,.0f} | {faster or 'no peer known'} | {equality} |", flush=True)


def images_within(side, stack, budget=0.5) -> int:
    """How many images a side gets through in half a second; compiles and warms up as well."""
    side(stack[:1])
    taken = seconds(side, stack[:1])
    return int(np.clip(budget / max(taken, 1e-9), 1, len(stack)))


def seconds(function, images):
    started = time.process_time()  # of the processor: other work on the machine counts less
    function(images)
    return time.process_time() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="rows that hold this word, or a module of rows")
    parser.add_argument("--images", type=int, default=32)
    parser.add_argument("--side", type=int, default=128, help="of an image, at most 300")
    parser.add_argument("--repeat", type=int, default=7, help="rounds")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    images = Images.cut(arguments.images, arguments.side)
    print(f"{arguments.side} x {arguments.side} pixels, one thread, {arguments.repeat} rounds\n")
    print("| What | Microseconds an image | Faster than the peer by | Equal to the first peer |")
    print("|---|---|---|---|")
    for row in all_rows(images, arguments.only):
        measure(row, arguments.repeat)


if __name__ == "__main__":
    main()
