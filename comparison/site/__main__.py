"""`make site`: builds the comparison site into DATA_DIR/site, and prints where it is."""

from comparison.site.generator import build_if_changed
from runner.serve import data_dir

print(f"{build_if_changed(data_dir())}: open index.html, or deploy the folder to any static host")
