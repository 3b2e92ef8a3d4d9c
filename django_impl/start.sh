#!/bin/sh
# Brings the database up to date, fills it, and serves until SIGTERM (RUN-1).
# Secrets that the environment lacks are made once and kept in $DATA_DIR/secrets.
set -eu
cd "$(dirname "$0")"

if [ -n "${DATA_DIR:-}" ]; then
    umask 077
    mkdir -p "$DATA_DIR/secrets"
    for name in SECRET_KEY DEMO_PASSWORD ADMIN_PASSWORD; do
        eval "[ -z \"\${$name:-}\" ]" || continue
        file="$DATA_DIR/secrets/$name"
        if [ ! -e "$file" ]; then
            python -c 'import secrets; print(secrets.token_urlsafe(24))' >"$file.$$"
            ln "$file.$$" "$file" 2>/dev/null || true # whoever was first has made it
            rm "$file.$$"
        fi
        export "$name=$(cat "$file")"
    done
fi

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
if [ "${DEBUG:-0}" = 1 ]; then
    exec python manage.py runserver "${HOST:-127.0.0.1}:${PORT:-8000}"
fi
exec gunicorn config.wsgi
