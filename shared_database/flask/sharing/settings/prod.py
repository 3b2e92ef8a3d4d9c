"""Settings of `config.settings.prod`, with a shared database."""

from config.settings.prod import *
from sharing.settings.shared import *
