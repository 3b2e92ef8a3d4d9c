"""Each request reads and compiles the templates."""

from settings.persistent_connections import *
from settings.persistent_connections import TEMPLATES

del TEMPLATES[0]["APP_DIRS"]
TEMPLATES[0]["OPTIONS"]["loaders"] = ["django.template.loaders.filesystem.Loader"]
