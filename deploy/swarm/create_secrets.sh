#!/bin/sh
# Creates the secrets of the stack as files that only their owner reads; existing ones stay.
#   deploy/swarm/create_secrets.sh FOLDER
set -eu
umask 077
mkdir -p "$1"
cd "$1"

random() { head -c 24 /dev/urandom | od -A n -t x1 | tr -d ' \n'; }

for name in database_password demo_password admin_password django_secret_key flask_secret_key; do
    [ -s "$name" ] || random > "$name"
done
for name in django flask; do
    echo "postgresql://$name:$(cat database_password)@db/$name" > "${name}_database_url"
done
