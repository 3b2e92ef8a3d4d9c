#!/bin/sh
# Brings the database up to date, and fills it: once, however many serve from it (RUN-1, SCALE-8).
set -eu
cd "$(dirname "$0")"

. ./secrets.sh

DJANGO_SUPERUSER_PASSWORD=$ADMIN_PASSWORD exec python manage.py prepare
