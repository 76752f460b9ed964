"""From the options of a verb to the arguments of its workflow."""

from .console import say
from .inputs import expand_inputs, with_page
from .parsing import split_names

__all__ = ["choose_recipe", "named_in", "recipe_from"]

_SAME_NAME = (
    "recipe",
    "classifier",
    "size",
    "reduce",
    "strategy",
    "class_weight",
    "sampling",
    "aim",
    "probabilities",
    "folds",
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
    recipe["features"] = named_in(given.get("features"))
    recipe["preprocess"] = split_names(given.get("preprocess"))
    recipe["parameters"] = dict(given.get("parameters") or ())
    if given.get("costs"):
        recipe["costs"] = dict(given["costs"])
    if given.get("by"):
        recipe["by"] = tuple(split_names(given["by"]))
    if given.get("unlabelled"):
        files = expand_inputs(given["unlabelled"])
        recipe["unlabelled"] = with_page(files, "each" if given.get("page") == "each" else None)
    if "ignore_duplicates" in given:
        recipe["keep_duplicates_together"] = not given["ignore_duplicates"]
    if given.get("folds") and given.get("cv", 5) != 5:
        raise ValueError("--folds gives the folds, and --cv makes new ones: leave one of them out")
    if "cv" in given:
        recipe["cv"] = _splitter(given["cv"], given.get("random_state", 0))
    # "each" has made an image of every page before.
    recipe["page"] = None if given.get("page") == "each" else given.get("page")
    return recipe


def choose_recipe(dataset, recipe: dict, features) -> dict:
    """Say what the images are described by, where no features were named.

    Parameters
    ----------
    dataset : ImageDataset
        What is learned from.
    recipe : dict
        From `recipe_from`.
    features : list or None
        As named.

    Returns
    -------
    dict
        With the name of the recipe in place of "auto".
    """
    from ..pipelines.recipes import RECIPES
    from ..workflows.settings import used_recipe

    name = used_recipe(
        dataset,
        recipe.get("recipe", "auto"),
        features,
        unlabelled=recipe.get("unlabelled"),
        reading_range=_some_range(dataset, recipe),
        page=recipe.get("page"),
    )
    if name is None:
        return recipe
    say(f"recipe {name}: {RECIPES[name].summary}")
    return {**recipe, "recipe": name}


def _some_range(dataset, recipe: dict):
    """A reading range that does for a first look."""
    from ..workflows.stages import reading_range_of

    some = dataset.take(range(0, len(dataset), max(1, len(dataset) // 8)))
    return reading_range_of(some, recipe.get("reading_range"), recipe.get("page"))


def named_in(features) -> list[str] | None:
    """Names of features in values of ``--features``; None where it was not given."""
    names = split_names(features)
    if features and not names:
        raise ValueError("--features names nothing; see 'classic-cls features', or leave it out")
    return names or None


def _splitter(cv, random_state):
    """What ``--cv`` asks for: ``(5, 0.2)`` is five random splits."""
    if not isinstance(cv, tuple):
        return cv
    from ..splitting import RandomSplits

    n_splits, test_size = cv
    return RandomSplits(n_splits, test_size=test_size, random_state=random_state)
