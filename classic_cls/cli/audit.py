"""``classic-cls audit``."""

from .console import answer, say, show_table
from .data import announce
from .failures import Failure
from .options import DATA_PANEL, Data, DataOptions, WorkOptions, option
from .progress import shown_progress

Ignore = option(
    list[str] | None,
    "--ignore",
    "CODE",
    "A check to leave out, such as CC012; may be given several times.",
    panel=DATA_PANEL,
    usual=True,
)


def audit(
    data: Data,
    about_data: DataOptions,
    work: WorkOptions,
    ignore: Ignore = None,
) -> None:
    """Look for what is wrong with the data itself, before anything is trained.

    classic-cls audit cells
    classic-cls audit cells --ignore CC012

    Nothing is changed. The exit code is 1 if a finding is an error.
    """
    from .. import workflows

    dataset = about_data.open(data)
    announce(dataset)
    with shown_progress() as progress:
        found = workflows.audit(
            dataset,
            ignore=ignore or (),
            page=about_data.page_to_read,
            progress=progress,
            **vars(work),
        )
    rows = [[f.code, f.severity, f"{f.n_files:,}", f.message] for f in found.findings]
    show_table(["code", "severity", "images", "what"], rows, right=["images"])
    answer(found.plain)
    n_errors = sum(f.severity == "error" for f in found.findings)
    if n_errors:
        raise Failure(f"{n_errors} of the findings are errors")
    say("done")
