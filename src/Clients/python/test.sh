#!/usr/bin/env bash
# Tests of the Python client on real services, all conformance cases through it, and its example.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [[ -z ${PACKAGE:-} ]]; then exec "$here/with-package.sh" "$here/test.sh"; fi
root=$(cd "$here/../../.." && pwd)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM
passed=0
failed=0

# part COMMAND...: adds up what its last line says.
part() {
  local counts
  "$@" >"$log" 2>&1
  cat "$log"
  counts=$(tail -n 1 "$log")
  if [[ $counts =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
  else
    failed=$((failed + 1))
  fi
}

echo "| client | transport | passed |"
echo "|---|---|---|"
part /usr/bin/python3 "$here/tests/run_tests.py"
echo "| runner | passed | cases |"
echo "|---|---|---|"
part /usr/bin/python3 "$here/tests/conformance_run.py" sync
part /usr/bin/python3 "$here/tests/conformance_run.py" asyncio
part env POLICIES=policies TENANT=tienda-alba "$root/tests/Clients/with-service.sh" "$here/tests/example.sh"
echo "$passed passed, $failed failed"
((failed == 0))
