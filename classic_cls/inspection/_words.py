"""An explanation in sentences: how sure the model is, what the picture shows, by which method."""

METHODS = {
    "linear": "exact: the score is a sum over columns of features, each drawn where it looks",
    "path": "exact sum: the change of the score from the mean training image to this one, "
    "feature by feature (integrated gradients), each drawn where it looks",
    "occlusion": "occlusion: parts are covered with the mean colour of the image, and the colours "
    "say by how much the score falls; no exact sum",
}


def sentence_of(found) -> str:
    """One sentence on an explanation."""
    return f"{_answer(found)}{_next(found)}{_place(found)}"


def _answer(found) -> str:
    if not found.answers:
        return "no label is given"
    names = ", ".join(f"'{name}'" for name in found.answers)
    return f"answered {names}" + (_numbers(found, 0) if found.classes[0] in found.answers else "")


def _numbers(found, k: int) -> str:
    known = "" if found.probabilities is None else f", probability {found.probabilities[k]:.2f}"
    return f" (score {found.scores[k]:+.2f}{known})"


def _next(found) -> str:
    others = [k for k, name in enumerate(found.classes) if name not in found.answers]
    if not others:
        return ""
    return f", next '{found.classes[others[0]]}'{_numbers(found, others[0])}"


def _place(found) -> str:
    if not found.adds_up:
        return ""
    share = found.placed_share()
    rest = "" if share > 0.995 else f", {1 - share:.0%} is about the whole image"
    return f"; {share:.0%} of the evidence for '{found.classes[0]}' has a place in the image{rest}"
