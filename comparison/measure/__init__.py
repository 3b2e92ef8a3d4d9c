"""What each implementation costs: lines, packages, startup, memory, response times."""
