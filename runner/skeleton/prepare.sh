#!/bin/sh
# Migrates the database, and adds the demo users and the superuser; a second run changes nothing (RUN-1).
# DATABASE_URL names the database. DATA_DIR is a folder for files. The passwords are in DEMO_PASSWORD and ADMIN_PASSWORD.
set -eu
cd "$(dirname "$0")"

echo "prepare.sh does not prepare a database yet (SEED-1, SUPERUSER-1)."
