#!/bin/sh
# Serves from a database that is up to date, until SIGTERM (RUN-3).
set -eu
cd "$(dirname "$0")"

. ./secrets.sh

if [ -w . ] && [ -n "$(find static requirements.txt -newer staticfiles/staticfiles.json 2>&1)" ]; then
    python manage.py collectstatic --noinput --verbosity 0
fi
settings=${DJANGO_SETTINGS_MODULE:-config.settings.dev}
if python -c "import sys, $settings; sys.exit(not $settings.DEBUG)"; then
    exec python manage.py runserver "${HOST:-127.0.0.1}:${PORT:-8000}"
fi
exec gunicorn config.wsgi
