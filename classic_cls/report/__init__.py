"""What was found, as plain data and as one page for a person."""

from .audit_page import render_audit
from .comparison_page import render_comparison
from .evaluation_page import as_training, render_evaluation, summarize_evaluation
from .explanations_page import render_explanations
from .html import pictures_of, render_report
from .markdown import markdown_of
from .plain import plain
from .section import Section
from .sections import SECTIONS
from .sections.duplicates import Pair, near_duplicate_pairs
from .sections.mistakes import Mistake, mistakes
from .stress_page import render_stress
from .suggestions_page import render_suggestions
from .summary import summarize
from .update_page import render_update
from .wording import megabytes

__all__ = [
    "Mistake",
    "Pair",
    "SECTIONS",
    "Section",
    "as_training",
    "markdown_of",
    "megabytes",
    "mistakes",
    "near_duplicate_pairs",
    "pictures_of",
    "plain",
    "render_audit",
    "render_comparison",
    "render_evaluation",
    "render_explanations",
    "render_report",
    "render_stress",
    "render_suggestions",
    "render_update",
    "summarize",
    "summarize_evaluation",
]
