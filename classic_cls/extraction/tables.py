"""Images beside columns of a table: a ``ColumnTransformer``, some members of which take images."""

from sklearn.compose import ColumnTransformer
from sklearn.pipeline import FeatureUnion, Pipeline

from .._validation import quoted
from ..base import PureStep
from .composites import changed


def _takes_images(node) -> bool:
    """Whether an image step of ours stands at the front."""
    if isinstance(node, Pipeline):
        return _takes_images(node.steps[0][1])
    if isinstance(node, FeatureUnion):
        return any(_takes_images(member) for _, member in node.transformer_list)
    return isinstance(node, PureStep)


def holds_images(node) -> bool:
    """Whether ``node`` is a ``ColumnTransformer`` with a member that takes images."""
    return isinstance(node, ColumnTransformer) and bool(_of_images(node))


def _of_images(node: ColumnTransformer) -> dict:
    return {name: member for name, member, _ in node.transformers if _takes_images(member)}


def map_images(function, node: ColumnTransformer, fitted: ColumnTransformer | None = None):
    """A copy with ``function(member)`` in place of all members that take images.

    Of a fitted one it is ``function(member, fitted member)``; the others stay.
    """
    images = _of_images(node)
    if fitted is None:
        members = [
            (name, function(images[name]) if name in images else member, columns)
            for name, member, columns in node.transformers
        ]
        return changed(node, transformers=members)
    members = [
        (name, function(images[name], member) if name in images else member, columns)
        for name, member, columns in fitted.transformers_
    ]
    return changed(fitted, transformers=node.transformers, transformers_=members)


def table_columns(estimator) -> tuple[str, list[str]] | None:
    """The column of images, and the others wanted; None for an estimator that takes images alone.

    Raises
    ------
    ValueError
        If columns are not given by name, or images are in several of them.
    """
    parts = [estimator, *estimator.get_params(deep=True).values()]
    tables = {id(part): part for part in parts if holds_images(part)}.values()
    wanted = {True: [], False: []}
    for name, member, columns in (item for table in tables for item in table.transformers):
        columns = [columns] if isinstance(columns, str) else columns
        if not isinstance(columns, list) or not all(isinstance(c, str) for c in columns):
            raise ValueError(f"'{name}' of the ColumnTransformer needs names of columns, as text")
        wanted[_takes_images(member)] += columns
    images, others = (list(dict.fromkeys(wanted[kind])) for kind in (True, False))
    if len(images) > 1:
        raise ValueError(f"images are in the columns {quoted(images)}; they can be in one only")
    return (images[0], others) if tables else None
