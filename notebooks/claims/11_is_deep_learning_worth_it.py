gain = large.figures["accuracy"].value - small.figures["accuracy"].value
assert 0 < gain < 0.04
assert not [found for found in comparison.against.values() if found.better == "network.csv"]
