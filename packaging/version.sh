#!/usr/bin/env bash
# version.sh: the version, which stands in Directory.Build.props and nowhere else.
# version.sh --set X.Y.Z: writes it there, and into what must repeat it (packages of other ecosystems, the chart, compose); a test compares them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
old=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
if (($# == 0)); then
  echo "$old"
  exit
fi
[[ $# == 2 && $1 == --set && $2 =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || {
  echo "usage: packaging/version.sh [--set X.Y.Z]" >&2
  exit 2
}
new=$2
quoted=${old//./\\.}
sed -i "s|<Version>$quoted</Version>|<Version>$new</Version>|" Directory.Build.props
# The first "version" of a package.json is its own; a lock file has its own twice, before any dependency.
sed -i "0,/\"version\": \"$quoted\"/s//\"version\": \"$new\"/" src/Clients/*/package.json
for lock in src/Clients/*/package-lock.json; do sed -i "1,15s/\"version\": \"$quoted\"/\"version\": \"$new\"/" "$lock"; done
sed -i "s/^version = \"$quoted\"$/version = \"$new\"/" src/Clients/python/pyproject.toml
sed -i "s/^version: $quoted$/version: $new/; s/^appVersion: \"$quoted\"$/appVersion: \"$new\"/" packaging/helm/aidesk/Chart.yaml
sed -i "s/^\( *image: aidesk-[a-z]*:\)$quoted$/\1$new/" packaging/compose.yaml
echo "$new"
