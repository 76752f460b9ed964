"""Rows of `interval_coverage.py` that need no model."""
