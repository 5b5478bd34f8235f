#!/bin/bash
# What `make check` does. Every check runs; the exit code tells whether all of them passed.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()
run() {  # run NAME COMMAND...
  echo "== $1"
  "${@:2}" || failed+=("$1")
}
mkdir -p var
export HOMESTRETCH_MODE=test
djade() { find templates -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --check --target-version 5.2; }
deploy() {
  HOMESTRETCH_MODE=production DEBUG='' ALLOWED_HOSTS=example.org \
    SECRET_KEY=$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
    .venv/bin/python manage.py check --deploy --fail-level WARNING
}
run "ruff check" .venv/bin/ruff check .
run "ruff format" .venv/bin/ruff format --check .
run "djade" djade
run "mypy" .venv/bin/mypy
run "bandit" .venv/bin/bandit -q -ll -c pyproject.toml -r clinic people exercises programs logbook caseload
run "house rules" .venv/bin/python bin/rules.py
run "migrations" .venv/bin/python manage.py makemigrations --check --dry-run
run "check --deploy" deploy
if [ ${#failed[@]} -gt 0 ]; then
  printf '\nFailed: %s\n' "$(IFS=,; echo "${failed[*]}")"
  exit 1
fi
printf '\nAll checks passed.\n'
