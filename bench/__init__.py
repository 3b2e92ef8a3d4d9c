"""`make bench`: both sides, served alike and measured in turns against a floor."""
