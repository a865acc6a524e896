#!/usr/bin/env bash
# Runs the interoperability matrix against @grpc/grpc-js and python3-grpcio and prints it as a table; the last line is "N passed, N failed".
# Needs node, npm, /usr/bin/python3 with grpcio, and the built project (CONFIGURATION=Debug or Release; without it, whichever is newer).
set -euo pipefail
folder="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

if [ -n "${CONFIGURATION:-}" ]; then
  program="$folder/bin/$CONFIGURATION/net10.0/AiDesk.Interop.dll"
else
  program="$(ls -t "$folder"/bin/{Debug,Release}/net10.0/AiDesk.Interop.dll 2>/dev/null | head -n 1 || true)"
fi
if [ -z "$program" ] || [ ! -f "$program" ]; then
  echo "Build first: dotnet build tests/Interop" >&2
  echo "0 passed, 1 failed"
  exit 1
fi
if ! /usr/bin/python3 -c 'import grpc' 2>/dev/null; then
  echo "python3-grpcio is not installed: apt-get install python3-grpcio" >&2
  echo "0 passed, 1 failed"
  exit 1
fi
if ! (cd "$folder/node" && npm ci --silent --ignore-scripts >&2); then
  echo "npm ci failed in tests/Interop/node" >&2
  echo "0 passed, 1 failed"
  exit 1
fi

exec dotnet "$program" matrix "$folder"
