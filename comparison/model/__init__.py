"""What is compared: topics, source references, requirements and defaults, and their checks."""
