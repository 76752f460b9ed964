assert wrapped[0] == 44 and apart.max() <= 1 and len(np.unique(gray_square)) == 1
assert 8 < (errors.loc[100] / errors.loc[10000]).mean() < 12
assert np.array_equal(ours, [equalize(photo), equalize(moon())])
assert (after > 0).sum() < (before > 0).sum() and after.max() >= before.max()
assert from_line["after"] < after.max() + 1 / 256 < from_line["before"]
assert np.array_equal(equalize(other_light), equalize(moon()))
whole = left.loc[["a third of the light", "gamma 2", "faint (haze)"]]
assert (whole["equalize"] < whole["none"] / 7).all()
assert left.loc["dark to the right"].idxmin() == "unlimited"
assert (moves["hard"] == 1).all() and np.allclose(moves["soft"], moves.index / 32)
assert np.allclose(own_soft, soft.fit_transform(flower[None])[0], atol=1e-6)
assert (noticed.loc[["mirrored", "turned by 90 degrees"], ["rgb", "rg"]] == 0).all(axis=None)
assert noticed.loc["60% of the light", "rg"] < 0.01 < 0.2 < noticed.loc["60% of the light", "rgb"]
assert comparisons["pixels"].better == "equalised"
assert comparisons["histogram"].better is None and comparisons["patterns"].better is None
noon, spoilt = (result.figures["accuracy"] for result in by_light.values())
assert noon.value > 0.9 and spoilt.interval.low < 0.55
assert equalize(sky).std() > 20 * sky.std()
