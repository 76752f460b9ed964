"""``classic-cls audit``."""

from collections import Counter
from pathlib import Path

from .console import answer, say, show_entries
from .data import announce, refuse_if_strict
from .failures import Failure
from .inputs import check_new_table
from .options import DATA_PANEL, WORK_PANEL, Data, DataOptions, ReportOptions, WorkOptions, option
from .progress import shown_progress

_EXAMPLES = 3

Ignore = option(
    list[str] | None,
    "--ignore",
    "CODE",
    "Leave out a check, such as CC012; may be given several times.",
    panel=DATA_PANEL,
    usual=True,
)
Write = option(
    str | None,
    "--write",
    "LIST.csv",
    "Write a list of the images without copies, blank images and the like, which every command "
    "takes as DATA. No file is deleted or moved.",
    panel=WORK_PANEL,
    usual=True,
)
Apply = option(
    list[str] | None,
    "--apply",
    "CODE",
    "With --write, apply the fixes of this check only; may be given several times.",
    panel=WORK_PANEL,
    usual=True,
)


def audit(
    data: Data,
    about_data: DataOptions,
    work: WorkOptions,
    output: ReportOptions,
    ignore: Ignore = None,
    write: Write = None,
    apply: Apply = None,
) -> None:
    """Look for what is wrong with the data itself, before anything is trained.

    classic-cls audit cells
    classic-cls audit cells --out looked-at               # a page with the images
    classic-cls audit cells --ignore CC012 --write clean.csv
    classic-cls train clean.csv

    Nothing is changed. The exit code is 1 if a finding is an error, and 0 if there are warnings or
    remarks alone. With --out, writes audit.html and audit.json.
    """
    from .. import workflows
    from ..workflows import AUDIT_FILES, check_cache, check_free, check_not_among

    if apply and write is None:
        raise ValueError("--apply chooses what --write LIST.csv writes; give that too")
    dataset = about_data.open(data)
    if output.out is not None:
        check_not_among(output.out, data, dataset)
        check_free(output.out, AUDIT_FILES.values(), output.force)
    if write is not None:
        check_new_table(write, "--write", [data, *dataset.refs], output.force)
    check_cache(work.cache)
    workflows.check_codes([*(ignore or ()), *(apply or ())])
    announce(dataset)
    refuse_if_strict(about_data.strict, dataset.set_aside)
    with shown_progress() as progress:
        found = workflows.audit_images(
            dataset,
            ignore=ignore or (),
            page=about_data.page_to_read,
            progress=progress,
            **vars(work),
        )
    _show(found)
    files = _written(found, output, write, apply)
    for file in files.values():
        say(str(file))
    answer(lambda: {**found.plain(), "files": files})
    n_errors = sum(finding.severity == "error" for finding in found.findings)
    if n_errors:
        of_them = "1 finding is an error" if n_errors == 1 else f"{n_errors} findings are errors"
        raise Failure(of_them)


def _written(found, output: ReportOptions, write, apply) -> dict:
    from .. import workflows

    files = {}
    if output.out is not None:
        options = {"images": output.images, "force": output.force}
        files |= workflows.save_audit(found, output.out, **options)
    if write is not None:
        left = workflows.cleaned(found, apply)
        left.to_csv(write)
        _show_fixes(found, left, workflows.codes_to_apply(apply))
        files["list"] = Path(write)
    return files


def _show_fixes(found, left, codes: set[str]) -> None:
    """Print what the list leaves out or corrects, and what it could but was not asked to."""
    from .._validation import counted

    out, renamed = Counter(), Counter()
    for finding in found.findings:
        fixes = [item.fix for item in finding.flagged if item.fix is not None]
        out[finding.code] += fixes.count("drop") + len(finding.others)
        renamed[finding.code] += len(fixes) - fixes.count("drop")
    n_unreadable = len(found.facts.unreadable) + len(found.facts.dataset.set_aside)
    n_out = len(found.facts) - len(left) + n_unreadable
    applied = codes | {f.code for f in found.findings if f.others}  # what cannot be read, anyway
    say(
        f"{counted(n_out, 'image')} left out{_by_check(out, applied)}, "
        f"{sum(renamed[code] for code in codes):,} relabelled{_by_check(renamed, codes)}, "
        f"{len(left):,} are in the list"
    )
    asked = " ".join(f"--apply {code}" for code in sorted(+out + renamed) if code not in applied)
    if asked:
        say(f"not applied unless asked, as a person should look first: {asked}")


def _by_check(counts: Counter, codes: set[str]) -> str:
    """Such as " (CC101: 2, CC104: 1)"; nothing where there are none."""
    told = ", ".join(f"{code}: {n:,}" for code, n in sorted(counts.items()) if n and code in codes)
    return f" ({told})" if told else ""


def _show(found) -> None:
    """Print what was found, the most severe first, with some of the images."""
    from ..audit import CHECKS

    say()
    remedies = {check.code: check.remedy for check in CHECKS}
    entries = []
    for finding in found.findings:
        names = [f"{found.facts.names[i.row]} ({i.detail})" for i in finding.flagged[:_EXAMPLES]]
        names += [f"{item.path} ({item.reason})" for item in finding.others[:_EXAMPLES]]
        left = finding.n_files - len(names)
        names += [f"and {left:,} more"] if left > 0 else []
        sentence = f"{finding.message}. {_sentence(remedies[finding.code])}."
        entries.append((f"{finding.code} {finding.severity}", sentence, names))
    if entries:
        show_entries(entries)
    say()
    say(found.verdict, style="bold")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
