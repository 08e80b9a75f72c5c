"""Speed, memory and disk, beside baselines, as the corpus grows: ``make bench``."""
