"""Groups of which images were learned from and others tested."""

from ..._figure_text import figure_text, interval_text
from ...evaluation import record_of
from ..estimates import value_and_interval
from ..section import Section


class Groups(Section):
    """The figure of test images whose group was not learned from, where some groups were."""

    key = "groups"

    def summarize(self, training) -> dict:
        """``test``: ``of_new_groups``: None where the split divides no group, or all of the test.

        Otherwise ``n_images`` and the figures of the test images of which no other image of the
        same group was learned from.
        """
        found = training.test_of_new_groups
        values = found and {
            "n_images": found.n_images,
            **{name: value_and_interval(estimate) for name, estimate in found.figures.items()},
        }
        return {"test": {"of_new_groups": values}}

    def show(self, summary, pictures) -> dict | None:
        """One sentence with both figures."""
        test, name = summary["test"], summary["headline"]
        alone = test["of_new_groups"]
        if alone is None or name not in alone or test[name] is None:
            return None
        share = record_of(name).percent
        interval = interval_text(alone[name]["interval"], share)
        n = test["n_images"] - alone["n_images"]
        return {
            "sentence": f"{n:,} of {test['n_images']:,} test images are of groups that were "
            f"learned from too: {record_of(name, summary['task']).title} "
            f"{figure_text(test[name], share)} with them, "
            f"{figure_text(alone[name]['value'], share)} without (95% interval "
            f"{interval}, {alone['n_images']:,} images)."
        }
