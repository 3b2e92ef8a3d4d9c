#!/bin/sh
# Brings the database up to date, and fills it: once, however many serve from it (RUN-1, SCALE-8).
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
