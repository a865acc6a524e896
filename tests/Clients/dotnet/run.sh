#!/usr/bin/env bash
# All conformance cases through the .NET client, and its example against the README; the tests of the client itself are in tests/Clients.Dotnet.Tests.
# run.sh NAME ...: only the cases whose name contains one of the NAMEs.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
conformance=$here/../../Conformance
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
passed=0
failed=0

# part COMMAND...: adds up what its last line says.
part() {
  local counts
  "$@" >"$work/log" 2>&1
  cat "$work/log"
  counts=$(tail -n 1 "$work/log")
  if [[ $counts =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
  else
    failed=$((failed + 1))
  fi
}

"$conformance/generate.sh" "$work/stubs" || exit 1
export PYTHONPATH=$work/stubs:$conformance PYTHONDONTWRITEBYTECODE=1
echo "| runner | passed | cases |"
echo "|---|---|---|"
part /usr/bin/python3 "$here/conformance_run.py" "$@"
if (($# == 0)); then part env POLICIES=policies TENANT=tienda-alba "$here/../with-service.sh" "$here/example.sh"; fi
echo "$passed passed, $failed failed"
((failed == 0))
