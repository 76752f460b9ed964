"""Rows of ``benchmarks/feature_speed.py``, one module per family."""
