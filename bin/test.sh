#!/bin/bash
# What `make test` does: the whole suite on SQLite, then on a private PostgreSQL, with Chromium.
# Arguments go to pytest. TEST_PROCESSES says how many at once (2).
set -uo pipefail
cd "$(dirname "$0")/.."
source bin/install.sh

postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }
browser() { command -v chromium; }

missing=() lacks=""
[ -x "$(postgres_bin)/initdb" ] || missing+=(postgresql)
[ -n "$(browser)" ] || missing+=(chromium)
command -v pdftotext >/dev/null || missing+=(poppler-utils)  # reads handouts back
command -v zbarimg >/dev/null || missing+=(zbar-tools)  # reads their square codes
if [ ${#missing[@]} -gt 0 ]; then
  install_debian "${missing[@]}"
  [ -x "$(postgres_bin)/initdb" ] || lacks=" postgresql"
  [ -n "$(browser)" ] || lacks="$lacks chromium"
  command -v pdftotext >/dev/null || lacks="$lacks poppler-utils"
  command -v zbarimg >/dev/null || lacks="$lacks zbar-tools"
  if [ -n "$lacks" ]; then
    echo "Could not install:$lacks. The suite needs both databases, a browser and readers of PDF and square codes; nothing was run." >&2
    echo "On Debian: sudo apt-get install$lacks" >&2
    exit 1
  fi
fi

# --- A PostgreSQL of our own: no TCP port, no system cluster touched, gone afterwards ------------
PG=$(postgres_bin)
CLUSTER=$(mktemp -d /tmp/homestretch-postgresql.XXXXXX)
as_postgres=()
if [ "$(id -u)" -eq 0 ]; then  # PostgreSQL refuses to run as root
  chown postgres:postgres "$CLUSTER"
  as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
pg() { (cd / && "${as_postgres[@]}" "$PG/$1" "${@:2}"); }
stop() {
  pg pg_ctl -D "$CLUSTER/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$CLUSTER"
}
trap stop EXIT
trap 'exit 130' INT TERM
pg initdb -D "$CLUSTER/data" -U postgres --auth=trust --no-sync --encoding=UTF8 --locale=C.UTF-8 >/dev/null \
  && pg pg_ctl -D "$CLUSTER/data" -l "$CLUSTER/log" -w \
    -o "-c listen_addresses='' -c unix_socket_directories=$CLUSTER -c fsync=off" start >/dev/null \
  && pg psql -q -h "$CLUSTER" -U postgres -d postgres -v ON_ERROR_STOP=1 \
    -c "CREATE ROLE homestretch LOGIN CREATEDB NOSUPERUSER" \
    -c "CREATE DATABASE homestretch OWNER homestretch" \
  || { echo "PostgreSQL did not start:" >&2; cat "$CLUSTER/log" >&2; exit 1; }

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
  DATABASE_URL=$2 .venv/bin/python -m pytest -n "${TEST_PROCESSES:-2}" "${@:3}" 2>&1 | tee "$log"
  local code=${PIPESTATUS[0]}
  [ "$code" -eq 0 ] || worst=$code
  closing+="== $name: $((SECONDS - started)) s, exit code $code"$'\n'"$(tail -1 "$log")"$'\n'
}
pass SQLite "sqlite:///$PWD/var/homestretch.sqlite3" "$@"
pass PostgreSQL "postgres://homestretch@/$CLUSTER/homestretch" "$@"
echo
printf '%s' "$closing"
exit "$worst"
