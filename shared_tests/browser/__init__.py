"""The site in a real browser. It has an environment of its own, which is a large one."""
