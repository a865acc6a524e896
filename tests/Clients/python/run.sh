#!/usr/bin/env bash
# Calls PolicyService with grpcio (the C core) through stubs that protoc makes from the protos, in a folder that is thrown away.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
stubs=$(mktemp -d)
trap 'rm -rf "$stubs"' EXIT
(cd "$root/protos" && protoc -I . -I third_party --python_out="$stubs" aidesk/policy/v1/*.proto google/rpc/status.proto \
  google/rpc/error_details.proto)
PYTHONPATH=$stubs PYTHONDONTWRITEBYTECODE=1 "$here/../with-service.sh" /usr/bin/python3 "$here/run_tests.py"
