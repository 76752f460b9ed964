"""Image maths on plain arrays: compiled loops that know nothing of estimators or files."""
