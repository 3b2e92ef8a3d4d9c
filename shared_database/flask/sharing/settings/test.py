"""Settings of `config.settings.test`, with a shared database."""

from config.settings.test import *
from sharing.settings.shared import *
