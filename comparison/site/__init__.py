"""The generator of the static comparison site."""
