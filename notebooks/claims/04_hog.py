def value(step, thing, light):
    return results[step, thing, light].figures["accuracy"].value

def better(thing, light):
    pair = [results[step, thing, light] for step in ("blocks", "directions in cells")]
    return compare_results(*pair).better

assert difference < 1e-6
without, with_directions = "lengths in cells", "directions in cells"
even = "even light"
assert value(with_directions, "digits", even) > value(without, "digits", even) + 0.05
assert better("faces", even) is better("digits", even) is None
assert better("digits", "lamp") == "A"
assert value("blocks", "faces", "lamp") > value(with_directions, "faces", "lamp")
assert by_orientations[1].figures["accuracy"].value < value(without, "digits", even) - 0.1
assert by_cell[12].figures["accuracy"].interval.high < by_cell[8].figures["accuracy"].interval.low
change_of = {name: changes.loc[name] for name in changes.index}
assert change_of["HOG, cells of 4"]["4 px"] > 2 * change_of["HOG, cells of 16"]["4 px"]
assert change_of["Dalal-Triggs, 8"]["1 px"] < 0.7 * change_of["HOG, cells of 8"]["1 px"]
assert (changes.drop("pixels")["45°"] > 0.9).all()
