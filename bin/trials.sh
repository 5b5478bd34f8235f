#!/bin/bash
# What `make trials` does: each trial of docs/security.md, one line a trial. Arguments go to `trials`.
set -euo pipefail
cd "$(dirname "$0")/.."
source bin/tools.sh
need_tools gcc
.venv/bin/python -m clinic.bundles
exec .venv/bin/python -m trials "$@"
