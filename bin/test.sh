#!/bin/bash
# What `make test` does: the whole suite on SQLite, then on a private PostgreSQL, with Chromium.
# Arguments go to pytest. TEST_PROCESSES says how many tests run at once: one for each processor.
# Twice as many are done a little sooner, and what they wait for comes later.
set -uo pipefail
cd "$(dirname "$0")/.."
source bin/tools.sh
need_tools

CLUSTER=$(mktemp -d /tmp/homestretch-postgresql.XXXXXX)
trap 'bin/postgresql.sh remove "$CLUSTER"' EXIT
trap 'exit 130' INT TERM
bin/postgresql.sh make "$CLUSTER" fsync=off || exit 1

# --- Both passes -----------------------------------------------------------------------------------
mkdir -p var
find var -name 'test-*.sqlite3*' -mmin +60 -delete  # left by runs that were killed
export HOMESTRETCH_MODE=test DJANGO_ALLOW_ASYNC_UNSAFE=true
.venv/bin/python -m clinic.bundles || exit 1
worst=0
closing=""
pass() {  # pass NAME DATABASE_URL [pytest arguments]
  local name=$1 started=$SECONDS log="var/test-$1.log"
  echo "== $name"
  DATABASE_URL=$2 .venv/bin/python -m pytest -n "$PROCESSES" --dist worksteal "${@:3}" 2>&1 | tee "$log"
  local code=${PIPESTATUS[0]}
  [ "$code" -eq 0 ] || worst=$code
  closing+="== $name: $((SECONDS - started)) s, exit code $code"$'\n'"$(tail -1 "$log")"$'\n'
}
PROCESSES=${TEST_PROCESSES:-$(nproc)}
pass SQLite "sqlite:///$PWD/var/homestretch.sqlite3" "$@"
export DATABASE_BACKUP_URL="postgres://homestretch_backup@/$CLUSTER/homestretch"
# The tables belong to one role, and the tests run as the other: behind the wall (people/wall.py).
export DATABASE_OWNER_URL="postgres://homestretch@/$CLUSTER/homestretch"
# Once is enough for what no database has a part in: figures and the player's clock, how pages look,
# and methods that are refused before anything is asked. `make trials` refuses them on both.
[ $# -gt 0 ] || set -- --ignore=tests/figures --ignore=tests/player --ignore=tests/test_access_methods.py \
  --ignore=tests/browser/test_pages.py --ignore=tests/browser/test_player_screens.py \
  --ignore=tests/browser/test_stretch_figure.py
pass PostgreSQL "postgres://homestretch_pages@/$CLUSTER/homestretch" "$@"
echo
printf '%s' "$closing"
exit "$worst"
