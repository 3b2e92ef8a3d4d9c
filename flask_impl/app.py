"""The command line: `flask NAME` finds the application here; `python app.py` serves it."""

import os
import sys

from environs import EnvError

from config.app import create_app

try:
    app = create_app()
except EnvError as error:
    sys.exit(f"Cannot start: {error}")

if __name__ == "__main__":
    app.run(os.environ.get("HOST"), os.environ.get("PORT") or 8000, load_dotenv=False)
