"""Figures about predictions: one table, and the formulas behind it."""
