#!/usr/bin/env bash
# generate.sh FOLDER: makes Python messages of the protos in FOLDER. Nothing that is generated is committed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$root/protos"
protoc -I . -I third_party --python_out="$out" aidesk/policy/v1/*.proto google/rpc/status.proto google/rpc/error_details.proto \
  $(find envoy -name "*.proto")
