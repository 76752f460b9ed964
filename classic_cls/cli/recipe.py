"""From the options of a verb to the arguments of its workflow."""

from .parsing import split_names

__all__ = ["recipe_from"]

_SAME_NAME = (
    "classifier",
    "size",
    "reduce",
    "strategy",
    "class_weight",
    "probabilities",
    "cv",
    "repeats",
    "test_size",
    "positive",
    "scoring",
    "random_state",
    "reading_range",
    "n_jobs",
    "cache",
)


def recipe_from(given: dict) -> dict:
    """Arguments of ``workflows.train``, as far as a verb has options for them.

    Parameters
    ----------
    given : dict
        Values of the verb's parameters by name; others are passed over.

    Returns
    -------
    dict

    Examples
    --------
    >>> recipe = recipe_from({"features": ["hog,raw"], "cv": 3, "page": "each", "force": True})
    >>> recipe["features"], recipe["cv"], recipe["page"], "force" in recipe
    (['hog', 'raw'], 3, None, False)
    """
    recipe = {name: given[name] for name in _SAME_NAME if name in given}
    recipe["features"] = split_names(given.get("features")) or None
    recipe["preprocess"] = split_names(given.get("preprocess"))
    recipe["parameters"] = dict(given.get("parameters") or ())
    # "each" has made an image of every page before.
    recipe["page"] = None if given.get("page") == "each" else given.get("page")
    return recipe
