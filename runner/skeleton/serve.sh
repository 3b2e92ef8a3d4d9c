#!/bin/sh
# Serves from a prepared database, at HOST and PORT, until SIGTERM (RUN-1, RUN-3).
set -eu
cd "$(dirname "$0")"

exec python3 server.py # or any other program, in any language
