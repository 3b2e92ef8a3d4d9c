#!/bin/sh
# Prepares the database and serves, until SIGTERM.
set -eu
cd "$(dirname "$0")/../.."
exec python3 -m shared_tests.bare_wsgi
