#!/usr/bin/env bash
# Runs the README's own programs as they stand there, each against a service on the sample policies; only the address is another.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export POLICIES=policies TENANT=tienda-alba
exec "$here/../with-service.sh" "$here/programs.sh"
