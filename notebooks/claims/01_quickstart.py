assert result.figures['accuracy'].interval.low > 0.9
