# Sourced by the scripts that test. need_tools [PACKAGE...]: both databases, a browser, readers of
# what we print, and these; what is missing is installed, or the script ends and says what it lacks.
source bin/install.sh

postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }

missing_tools() {
  [ -x "$(postgres_bin)/initdb" ] || echo postgresql
  command -v chromium >/dev/null || echo chromium
  command -v pdftotext >/dev/null || echo poppler-utils  # reads handouts back
  command -v zbarimg >/dev/null || echo zbar-tools  # reads their square codes
  for package in "$@"; do
    command -v "$package" >/dev/null || echo "$package"
  done
}

need_tools() {
  local missing
  mapfile -t missing < <(missing_tools "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  install_debian "${missing[@]}"
  mapfile -t missing < <(missing_tools "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "Could not install: ${missing[*]}. Both databases, a browser and readers of PDF and square codes are needed; nothing was run." >&2
  echo "On Debian: sudo apt-get install ${missing[*]}" >&2
  exit 1
}
