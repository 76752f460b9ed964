accuracy = comparison.frame().set_index("name")["accuracy"]
assert accuracy["forest"] > accuracy["tree"] + 0.1
assert accuracy.max() - accuracy["logistic"] < 0.02
