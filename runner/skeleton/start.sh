#!/bin/sh
# Prepares the database, and serves until SIGTERM (RUN-1, RUN-3).
set -eu
cd "$(dirname "$0")"

./prepare.sh
exec ./serve.sh
