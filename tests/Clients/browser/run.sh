#!/usr/bin/env bash
# Runs the tests of the browser guard in node, asks the engine about the texts of the repository's corpora, and checks the types.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TEST_TABLES=$work/tables
: >"$TEST_TABLES"
node --test --test-reporter=tap "$here"/*.test.js | tee "$work/report"
count() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$work/report" | tail -n 1; }
total=$(count tests)
passed=$(count pass)
passed=${passed:-0}
# Whatever did not pass has failed: cancelled, skipped and todo too.
failed=$((${total:-0} - passed))
if ((${total:-0} == 0)); then failed=1; fi
cat "$TEST_TABLES"

if "$root/src/Clients/typescript/node_modules/.bin/tsc" --noEmit --strict --target es2023 --lib es2023,dom,dom.iterable --module nodenext --skipLibCheck false "$here/types.ts"; then
  passed=$((passed + 1))
else
  failed=$((failed + 1))
fi
echo "$passed passed, $failed failed"
((failed == 0))
