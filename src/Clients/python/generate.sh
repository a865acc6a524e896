#!/usr/bin/env bash
# generate.sh [FOLDER]: makes the messages of the protos, with their types, in the package under FOLDER (default: src). They are not committed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
protos=${PROTOS:-$here/../../../protos}
mkdir -p "${1:-$here/src}"
out=$(cd "${1:-$here/src}" && pwd)
cd "$protos"
protoc -I . --python_out="$out" --pyi_out="$out" aidesk/policy/v1/*.proto
