"""Reads files that nobody meant, and tells of what is raised, hangs or takes much memory.

    python benchmarks/fuzz_reader.py [--reads 100000] [--seed 0] [--memory 6] [--seconds 2]

Mutations of every kind of file that the tests can write are read, in a process of its own
with a bound on memory (GB) and a time limit a file. Whatever but an image or the reader's own
error comes out is printed with the number of the read, and ``--only NUMBER`` reads that alone.
The same seed makes the same files.
"""

import argparse
import multiprocessing
import random
import resource
import signal
import sys
import time
import warnings
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import fuzzed_files

from classic_cls.reading import ImageReadError, count_pages, read_image

_CHUNK = 10_000


class TooLong(BaseException):
    """No decoder's own handling of errors may swallow it."""


def file_of(number, seed, files):
    draw = random.Random(f"{seed} {number}")
    name = draw.choice(sorted(files))
    return name, fuzzed_files.mutated(files[name], files[draw.choice(sorted(files))], draw)


def outcome(data):
    try:
        count_pages(data)
        image = read_image(data, range=(0, 4095), page="max")
    except ImageReadError as error:
        return error.reason.split(":")[0].split(";")[0][:40] if error.reason else "no reason"
    return "an image" if image.dtype == "uint8" and image.size else "no image"


def too_long(*_):
    raise TooLong


def read_chunk(numbers, options, sender):
    files = fuzzed_files.seeds()
    for name in ("restarts.jpg", "tiff_lzw.tif", "packbits.tif", "runs.bmp"):
        outcome(files[name])  # compiles
    bound = options.memory * 2**30
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    signal.signal(signal.SIGALRM, too_long)
    warnings.simplefilter("error")  # else they would end on somebody's terminal
    for number in numbers:
        name, data = file_of(number, options.seed, files)
        sender.send((number, name, None, 0.0))
        started = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, 10 * options.seconds)
        try:
            came_out = outcome(data)
        except BaseException as error:
            came_out = f"FAULT {type(error).__name__}: {error}"
        signal.setitimer(signal.ITIMER_REAL, 0)
        sender.send((number, name, came_out, time.perf_counter() - started))
    sender.close()


def outcomes(numbers, options):
    """Yield ``(number, name, what came out, seconds)``; a process that dies is a fault."""
    context = multiprocessing.get_context("spawn")
    while numbers:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=read_chunk, args=(numbers, options, sender))
        process.start()
        sender.close()
        last = None
        try:
            while True:
                last = receiver.recv()
                if last[2] is not None:
                    yield last
        except EOFError:
            process.join()
        if process.exitcode and last is not None and last[2] is None:
            yield (*last[:2], f"FAULT exit code {process.exitcode}", 0.0)
        if last is None:
            raise SystemExit("the process of the reader did not start")
        numbers = numbers[numbers.index(last[0]) + 1 :]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reads", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first read")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--memory", type=int, default=6, help="bound in GB")
    parser.add_argument("--seconds", type=float, default=2.0, help="more is a fault")
    parser.add_argument("--only", type=int, help="read this one file alone")
    options = parser.parse_args()
    if options.only is not None:
        print(outcome(file_of(options.only, options.seed, fuzzed_files.seeds())[1]))
        return
    seen, n_faults, slowest = Counter(), 0, 0.0
    end = options.first + options.reads
    for start in range(options.first, end, _CHUNK):
        numbers = range(start, min(start + _CHUNK, end))
        for number, name, came_out, seconds in outcomes(numbers, options):
            slowest = max(slowest, seconds)
            if seconds > options.seconds:
                came_out = f"FAULT {seconds:.1f} s"
            if came_out.startswith(("FAULT", "no ")):
                n_faults += 1
                print(f"read {number}, {name}: {came_out}", flush=True)
            seen[came_out] += 1
    print(f"\n{options.reads:,} reads, {n_faults} faults, the slowest took {slowest:.2f} s")
    for came_out, count in seen.most_common(12):
        print(f"{count:8,}  {came_out}")
    sys.exit(bool(n_faults))


if __name__ == "__main__":
    main()
