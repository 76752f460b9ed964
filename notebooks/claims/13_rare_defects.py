def figure(result, name):
    return result.figures[name].value

assert figure(plain, "average_precision") > figure(codes, "average_precision") + 0.3
assert figure(by_cost, "mean_cost") < figure(unaware, "mean_cost")
assert figure(by_cost, "sensitivity") > figure(unaware, "sensitivity")
assert figure(shortcut, "roc_auc") > 0.7
