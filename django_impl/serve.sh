#!/bin/sh
# Serves from a database that is up to date, until SIGTERM (RUN-3).
set -eu
cd "$(dirname "$0")"

. ./secrets.sh

if [ -w . ] && [ -n "$(find static requirements.txt -newer staticfiles/staticfiles.json 2>&1)" ]; then
    python manage.py collectstatic --noinput --verbosity 0 --ignore redoc # which is not used
fi
bind=$(python -c 'from ops.listening import read_bind; print(read_bind())')
settings=${DJANGO_SETTINGS_MODULE:-config.settings.dev}
if [ "${DEBUG:-}" ] && python -c "import sys, $settings; sys.exit(not $settings.DEBUG)" 2>/dev/null; then
    exec python manage.py runserver "$bind"
fi
exec gunicorn config.wsgi
