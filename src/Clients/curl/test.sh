#!/usr/bin/env bash
# The curl example against a real service.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
export POLICIES=policies TENANT=tienda-alba
exec "$root/tests/Clients/with-service.sh" "$root/src/Clients/curl/tests/example.sh"
