#!/usr/bin/env bash
# Tests of the Python client on real services, and all conformance cases through it. The messages are made in a folder that is thrown away.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
conformance=$root/tests/Conformance
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir "$work/package" "$work/stubs"
cp -r "$here/src/aidesk" "$work/package/"
rm -rf "$work/package/aidesk/policy"
"$here/generate.sh" "$work/package" || exit 1
"$conformance/generate.sh" "$work/stubs" || exit 1
export PYTHONPATH=$work/package:$here/tests:$conformance:$work/stubs PYTHONDONTWRITEBYTECODE=1
unset AIDESK_TOKEN AIDESK_ADDRESS
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

echo "| client | transport | passed |"
echo "|---|---|---|"
part /usr/bin/python3 "$here/tests/run_tests.py"
echo "| runner | passed | cases |"
echo "|---|---|---|"
part /usr/bin/python3 "$here/tests/conformance_run.py" sync
part /usr/bin/python3 "$here/tests/conformance_run.py" asyncio
part env PACKAGE="$work/package" POLICIES=policies TENANT=tienda-alba "$root/tests/Clients/with-service.sh" "$here/tests/example.sh"
echo "$passed passed, $failed failed"
((failed == 0))
