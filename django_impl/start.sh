#!/bin/sh
# Brings the database up to date, fills it, and serves until SIGTERM (RUN-1, RUN-3).
set -eu
cd "$(dirname "$0")"

. ./secrets.sh

python manage.py migrate --verbosity 0
python manage.py seed
said=$(DJANGO_SUPERUSER_PASSWORD=$ADMIN_PASSWORD python manage.py createsuperuser --noinput \
    --username admin --email admin@example.com 2>&1) || case $said in
*"already taken"*) ;;
*)
    echo "$said" >&2
    exit 1
    ;;
esac
if [ -w . ] && [ -n "$(find static requirements.txt -newer staticfiles/staticfiles.json 2>&1)" ]; then
    python manage.py collectstatic --noinput --verbosity 0
fi
settings=${DJANGO_SETTINGS_MODULE:-config.settings.dev}
if python -c "import sys, $settings; sys.exit(not $settings.DEBUG)"; then
    exec python manage.py runserver "${HOST:-127.0.0.1}:${PORT:-8000}"
fi
exec gunicorn config.wsgi
