#!/bin/sh
# Replaces replicas one by one, by what was built meanwhile if anything was; no visitor notices (SCALE-5).
# A replica that does not come up again stays at rest, and those after it as they are.
#   proxy/rolling.sh [SERVICE ...]     all replicas, or these
set -eu
cd "$(dirname "$0")/.."

compose() { docker compose --file docker-compose.yml --file docker-compose.scale.yml "$@"; }

for replica in ${*:-django django-2 django-3 flask flask-2 flask-3}; do
    case $replica in *-[23]) number=$replica ;; *) number=$replica-1 ;; esac
    compose exec -T proxy touch "/tmp/resting-$number"
    sleep "${REST_SECONDS:-3}" # what was on its way there has arrived
    compose up --detach --no-deps --force-recreate --wait "$replica"
    compose exec -T proxy rm "/tmp/resting-$number"
done
