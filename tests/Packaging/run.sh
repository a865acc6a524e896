#!/usr/bin/env bash
# run.sh: what is deployed, tested as far as it can be without a container engine and without a cluster. Last line: `N passed, N failed`.
# run.sh NAME ...: only the tests whose name contains one of the NAMEs.
# Needs node and npm, /usr/bin/python3, openssl, redis-server and PostgreSQL's programs, as ./test.sh installs them.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! (cd "$here/node" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2); then
  echo "npm ci failed in tests/Packaging/node" >&2
  echo "0 passed, 1 failed"
  exit 1
fi
export PYTHONDONTWRITEBYTECODE=1
exec /usr/bin/python3 "$here/run.py" "$@"
