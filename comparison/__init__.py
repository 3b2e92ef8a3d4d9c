"""Both implementations side by side: topics, files, diffs."""
