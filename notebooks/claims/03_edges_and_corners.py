assert 1.9 < one_sided[0] / one_sided[1] < 2.2 and 3.8 < central[0] / central[1] < 4.2
assert abs(alone.std() - 10 / np.sqrt(2)) < 0.1 and abs(three.std() - 10 * np.sqrt(12) / 8) < 0.1
assert 1.8 < slope[4] / slope[8] < 2.2 and 2.6 < left_over[4] / left_over[8] < 3.1
assert np.array_equal(cells[..., 0], own_edges)
assert np.allclose(own, theirs, atol=1e-6) and abs(own[1:].sum() - 1) < 1e-9
assert canny_share < band_share["high"] < band_share["low"]
assert np.abs(response - own_response).max() < 1e-5 * unit
assert eigenvalues["flat"].max() < 0.01 and eigenvalues["corner"].min() > 1
assert eigenvalues["edge"].max() > 100 * eigenvalues["edge"].min()
assert changes["edge"][:, 4].max() < 0.1 * changes["edge"][4].max()
assert ours_on_flat.max() == 0 and theirs_on_flat.max() > 0.1
assert by_black[8:-8, 8:-8].max() < 1e-9 * unit and by_black.max() > 0.1 * unit
assert np.allclose(rows["turned"][1:], np.roll(directions, 4))
assert np.allclose(rows["mirrored"][1:], directions[-np.arange(8) % 8])
assert np.array_equal(rows["brighter"], rows["as it is"])
assert np.allclose(rows["twice"][1:], directions) and rows["twice"][0] > density
assert abs(power - 16) < 1e-6 and np.allclose(*both_ways)
guess, known = (by_grid[grid].figures["accuracy"] for grid in (1, 2))
assert guess.interval.low < 0.5 < guess.interval.high and known.value > 0.98
assert closer.better == "4 x 4" and hog.better is None
