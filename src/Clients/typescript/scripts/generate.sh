#!/usr/bin/env bash
# Makes src/generated from the repository's protos: messages and the bare grpc-js stub; and tests/generated, messages whose 64-bit numbers are text, as in
# the JSON of conformance cases. Nothing of it is committed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
protos=../../../protos
third_party=$(mktemp -d)
trap 'rm -rf "$third_party"' EXIT
# The repository's buf.yaml leaves other projects' protos out, so they are read from a copy that it does not cover.
cp -r $protos/third_party/google "$third_party"
generate() { node_modules/.bin/buf generate --include-imports --include-wkt --template "$@"; }
rm -rf src/generated tests/generated
generate buf.gen.json $protos --path $protos/aidesk/policy/v1/policy_service.proto --path $protos/aidesk/policy/v1/errors.proto
generate buf.gen.json "$third_party" --path "$third_party/google/rpc/status.proto" --path "$third_party/google/rpc/error_details.proto"
generate tests/conformance/buf.gen.json $protos --path $protos/aidesk/policy/v1
