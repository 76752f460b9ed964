def value(result):
    return result.figures["accuracy"].value

assert by_heart > 0.95 and new.interval.low < 0.5 < new.interval.high
assert value(shuffled) > value(grouped) + 0.2
assert value(leaky) > value(clean) + 0.2
assert scores[-1] > 0.6
assert comparison.better == "svm"
assert rare.figures["accuracy"].value > 0.9 and rare.figures["sensitivity"].value == 0
assert np.mean(np.array(reported) >= 0.95) == 1 and np.mean(np.array(on_new) >= 0.95) < 0.6
