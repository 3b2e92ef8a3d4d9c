#!/bin/sh
# Serves from a database that is up to date, until SIGTERM (RUN-3).
set -eu
cd "$(dirname "$0")"

. ./secrets.sh

if [ -w . ] && [ -n "$(find static requirements.txt -newer staticfiles/staticfiles.json 2>&1)" ]; then
    flask collectstatic > /dev/null
fi
address=$(python -c 'from ops.listening import read_address; print(read_address())')
settings=${FLASK_CONFIG:-config.settings.dev}
if python -c "import sys, $settings; sys.exit(not $settings.DEBUG)"; then
    host=${address%:*} host=${host#[} # an IPv6 address has no brackets here
    exec flask run --debug --host "${host%]}" --port "${address##*:}"
fi
exec gunicorn config.wsgi
