#!/usr/bin/env bash
# Calls PolicyService with @grpc/grpc-js, which reads the protos as they are.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
report=$(mktemp)
trap 'rm -f "$report"' EXIT
status=0
"$here/../with-service.sh" node --test --test-reporter=tap "$here/policy-service.test.js" | tee "$report" || status=$?
count() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$report"; }
total=$(count tests)
ok=$(count pass)
# Whatever did not pass has failed: cancelled, skipped and todo too.
echo "${ok:-0} passed, $((${total:-0} - ${ok:-0})) failed"
exit "$status"
