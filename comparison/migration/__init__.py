"""Code that the pages about a move show, and that tests run."""
