#!/bin/sh
# Replaces replicas one by one, by what was built meanwhile if anything was; no visitor notices (SCALE-5).
# One that does not come up again stays at rest, and ends this; the next run begins with it.
#   proxy/rolling.sh [SERVICE ...]     all replicas, or these
set -eu
cd "$(dirname "$0")/.."

export COMPOSE_FILE="${COMPOSE_FILE:-docker-compose.yml:docker-compose.scale.yml}"

resting=$(docker compose exec -T proxy ls /tmp | sed -n 's/^resting-//p')
for replica in $resting ${*:-django django-2 django-3 flask flask-2 flask-3}; do
    docker compose exec -T proxy touch "/tmp/resting-$replica"
    sleep 3 # what was on its way there has arrived
    docker compose up --detach --no-deps --force-recreate --wait "$replica"
    docker compose exec -T proxy rm "/tmp/resting-$replica"
done
