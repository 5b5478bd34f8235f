#!/usr/bin/env bash
# Draws the stills again from static/figures/poses/. Needs node 20.19 or newer, and npm.
# clipper-lib (Boost licence) is used here only; nothing of it ships.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=6.4.2
tools=var/figures
if [ ! -d "$tools/node_modules/clipper-lib" ]; then
  mkdir -p "$tools"
  npm install --prefix "$tools" --no-save --no-audit --no-fund --ignore-scripts --silent \
    "clipper-lib@$version"
fi
exec node --disable-warning=MODULE_TYPELESS_PACKAGE_JSON bin/figures/draw.mjs "$@"
