assert always_wrong < 0.2
assert compare_results(with_words, result, "f1_micro").better == "A"
assert compare_results(result, chained, "f1_micro").better is None
