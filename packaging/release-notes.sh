#!/usr/bin/env bash
# release-notes.sh [X.Y.Z]: what CHANGELOG.md says of that version; without one, of what is not released yet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
(($# <= 1)) || {
  echo "usage: packaging/release-notes.sh [X.Y.Z]" >&2
  exit 2
}
heading=${1:-Unreleased}
notes=$(awk -v heading="$heading" '
  /^## / { name = $2; gsub(/[][]/, "", name); on = (name == heading); next }
  on' CHANGELOG.md)
if [[ -z ${notes//[[:space:]]/} ]]; then
  echo "release-notes.sh: CHANGELOG.md has nothing under '## $heading'" >&2
  exit 1
fi
if (($# == 1)); then echo "# AiDesk $heading"; else echo "# AiDesk $(packaging/version.sh), not released yet"; fi
printf '%s\n\nBefore upgrading: docs/install.md, "Upgrading".\n' "$notes"
