"""`make bench`: both implementations under load in turns, compared with a baseline."""
