"""Settings of `config.settings.dev`, with a shared database."""

from config.settings.dev import *
from sharing.settings.shared import *
