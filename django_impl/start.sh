#!/bin/sh
# Brings the database up to date, fills it, and serves until SIGTERM (RUN-1, RUN-3).
set -eu
cd "$(dirname "$0")"

. ./secrets.sh # once, for both

./prepare.sh
exec ./serve.sh
