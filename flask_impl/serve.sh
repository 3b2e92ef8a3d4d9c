#!/bin/sh
# Serves from a database that is up to date, until SIGTERM (RUN-3).
set -eu
cd "$(dirname "$0")"

. ./secrets.sh

if [ -w . ] && [ -n "$(find static requirements.txt -newer staticfiles/staticfiles.json 2>&1)" ]; then
    flask collectstatic > /dev/null
fi
settings=${FLASK_CONFIG:-config.settings.dev}
if python -c "import sys, $settings; sys.exit(not $settings.DEBUG)"; then
    exec flask run --debug --host "${HOST:-127.0.0.1}" --port "${PORT:-8000}"
fi
exec gunicorn config.wsgi
