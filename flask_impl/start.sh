#!/bin/sh
# Brings the database up to date, fills it, and serves until SIGTERM (RUN-1, RUN-3).
set -eu
cd "$(dirname "$0")"

. ./secrets.sh

flask db upgrade
flask seed
said=$(FLASK_SUPERUSER_PASSWORD=$ADMIN_PASSWORD flask createsuperuser --noinput \
    --username admin --email admin@example.com 2>&1) || case $said in
*"already taken"*) ;;
*)
    echo "$said" >&2
    exit 1
    ;;
esac
if [ -w . ] && [ -n "$(find static requirements.txt -newer staticfiles/staticfiles.json 2>&1)" ]; then
    flask collectstatic > /dev/null
fi
settings=${FLASK_CONFIG:-config.settings.dev}
if python -c "import sys, $settings; sys.exit(not $settings.DEBUG)"; then
    exec flask run --debug --host "${HOST:-127.0.0.1}" --port "${PORT:-8000}"
fi
exec gunicorn config.wsgi
