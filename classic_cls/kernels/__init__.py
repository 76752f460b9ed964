"""Image maths on plain arrays: compiled loops that know nothing of estimators or files.

The docstring of a kernel is its definition; the estimator that stands on it tells what it is good
for and cites the sources in full. Unless a docstring says otherwise,

- ``images`` is a stack of grey ones (n, H, W), or of coloured ones (n, H, W, 3) in RGB, uint8;
- ``rows`` and ``columns`` (intp) cut images into cells: the first row (column) of each, then the
  end of the last one. What is told of cells has the shape (n, cells down, cells across, ...).
"""
