#!/bin/bash
# A PostgreSQL of our own in one folder: no TCP port, no system cluster touched, gone with the folder.
#   bin/postgresql.sh make DIR [SETTING=VALUE ...]   a cluster in DIR, running, with our role and database
#   bin/postgresql.sh start DIR                      also: revive, which starts it unless it runs
#   bin/postgresql.sh crash DIR                      stop at once; also: stop, whether it runs or not
#   bin/postgresql.sh remove DIR
# DIR is an empty folder with a short name: its path is the socket's. The database is then
# postgres://homestretch@/DIR/homestretch for its owner, homestretch_pages for the role of the pages.
set -uo pipefail
cd "$(dirname "$0")/.."
source bin/tools.sh
PG=$(postgres_bin)
CLUSTER=$2
as_postgres=()
[ "$(id -u)" -ne 0 ] || as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)  # it refuses root
pg() { (cd / && "${as_postgres[@]}" "$PG/$1" "${@:2}"); }

start() { pg pg_ctl -D "$CLUSTER/data" -l "$CLUSTER/log" -w start >/dev/null; }
crash() { pg pg_ctl -D "$CLUSTER/data" -m immediate stop >/dev/null 2>&1; }
make() {
  [ "$(id -u)" -ne 0 ] || chown postgres:postgres "$CLUSTER"
  pg initdb -D "$CLUSTER/data" -U postgres --auth=trust --no-sync --encoding=UTF8 --locale=C.UTF-8 >/dev/null \
    && printf '%s\n' "listen_addresses=''" "unix_socket_directories='$CLUSTER'" "$@" \
      >>"$CLUSTER/data/postgresql.conf" \
    && start \
    && pg psql -q -h "$CLUSTER" -U postgres -d postgres -v ON_ERROR_STOP=1 \
      -c "CREATE ROLE homestretch LOGIN CREATEDB NOSUPERUSER" \
      -c "CREATE ROLE homestretch_pages LOGIN" \
      -c "GRANT homestretch_pages TO homestretch" \
      -c "CREATE ROLE homestretch_backup LOGIN BYPASSRLS" \
      -c "GRANT pg_read_all_data TO homestretch_backup" \
      -c "CREATE DATABASE homestretch OWNER homestretch"
}

case $1 in
  make)
    make "${@:3}" || { echo "PostgreSQL did not start:" >&2; cat "$CLUSTER/log" >&2; exit 1; }
    ;;
  start) start ;;
  revive) pg pg_ctl -D "$CLUSTER/data" status >/dev/null || start ;;
  crash) crash ;;
  stop) crash || true ;;
  remove)
    crash
    rm -rf "$CLUSTER"
    ;;
esac
