assert np.abs(ours - theirs).max() < 1e-6 and abs(distances[-1] / bag.word_distance_ - 1) < 0.1
assert vlad_difference < 1e-5 and fisher_difference < 1e-3
assert abs(gradient[k, 3] - slope) < 1e-3 < abs(slope)
assert gain.better == "Fisher" and gain.interval.low > 0.04
assert abs(np.mean(differences)) < 0.02
