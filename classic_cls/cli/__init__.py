"""The command line: one module per verb, which parses, calls a workflow and prints."""

__all__ = ["main", "run"]


def run(arguments: list[str]) -> int:
    """Do what a command line asks for.

    Parameters
    ----------
    arguments : list of str
        What follows the name of the program.

    Returns
    -------
    int
        Exit code: 0 is success, 1 that some of the work failed, 2 bad usage or bad data, 70
        a fault of this program, 130 an interruption.
    """
    from .application import run

    return run(arguments)


def main() -> None:
    """Run the program and leave Python with its exit code; 130 and 143 are those of signals."""
    from .signals import end_on_signals, leave

    end_on_signals()  # before what takes time to import
    import sys

    from .console import prepare_streams

    prepare_streams()
    leave(run(sys.argv[1:]))
