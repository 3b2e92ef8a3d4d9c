"""The command line: `flask NAME` finds the application here; `python app.py` serves it."""

import sys

from environs import EnvError

from config.app import create_app
from ops.listening import read_host, read_port

try:
    app = create_app()
except EnvError as error:
    sys.exit(f"Cannot start: {error}")

if __name__ == "__main__":
    app.run(read_host(), read_port(), load_dotenv=False)
