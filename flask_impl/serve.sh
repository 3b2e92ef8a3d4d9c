#!/bin/sh
# Serves from a database that is up to date, until SIGTERM (RUN-3).
set -eu
cd "$(dirname "$0")"

. ./secrets.sh

if [ -w . ] && [ -n "$(find static requirements.txt -newer staticfiles/staticfiles.json 2>&1)" ]; then
    flask collectstatic > /dev/null
fi
bind=$(python -c 'from ops.listening import read_bind; print(read_bind())')
settings=${FLASK_CONFIG:-config.settings.dev}
if [ "${DEBUG:-}" ] && python -c "import sys, $settings; sys.exit(not $settings.DEBUG)" 2>/dev/null; then
    host=${bind%:*} host=${host#[} # without the brackets of IPv6
    exec flask run --debug --host "${host%]}" --port "${bind##*:}"
fi
exec gunicorn config.wsgi
