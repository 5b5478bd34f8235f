#!/bin/bash
# bin/environment.sh FILE: make .venv when there is none, then install exactly what FILE pins.
set -euo pipefail
cd "$(dirname "$0")/.."
source bin/install.sh
PYTHON=${PYTHON:-python3}

if ! command -v "$PYTHON" >/dev/null || ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Homestretch needs Python 3.11 or newer as \"$PYTHON\" (PYTHON=... names another)." >&2
  exit 1
fi
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  if ! "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null; then
    if ! install_debian python3-venv || ! "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null; then
      echo "Python's venv module is missing and could not be installed from here." >&2
      echo "On Debian: sudo apt-get install python3-venv" >&2
      exit 1
    fi
  fi
  "$PYTHON" -m venv --clear .venv
fi
echo "Installing the pinned packages of $1 ..."
.venv/bin/python -m pip install -qq --require-hashes -r "$1"
