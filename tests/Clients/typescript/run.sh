#!/usr/bin/env bash
# Builds @aidesk/policy with its types checked, runs its tests on services of their own, and the conformance cases through it.
# run.sh TEST ...: only these files of its tests, as "client" or "streams".
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
cd "$root/src/Clients/typescript" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf dist
if ! npm run --silent build; then
  echo "0 passed, 1 failed"
  exit 1
fi

export TEST_TABLES=$work/tables
: >"$TEST_TABLES"
files=(dist/tests/*.test.js)
if (($# > 0)); then files=("${@/#/dist/tests/}") && files=("${files[@]/%/.test.js}"); fi
# One at a time: each file starts services, and the machine may have two cores.
node --enable-source-maps --test --test-concurrency=1 --test-reporter=tap "${files[@]}" >"$work/report"
cat "$work/report"
count() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$work/report" | tail -n 1; }
total=$(count tests)
passed=$(count pass)
passed=${passed:-0}
# Whatever did not pass has failed: cancelled, skipped and todo too.
failed=$((${total:-0} - passed))
if ((${total:-0} == 0)); then failed=1; fi
if [[ -s $TEST_TABLES ]]; then printf '| client | over | what | |\n|---|---|---|---|\n' | cat - "$TEST_TABLES"; fi

if (($# == 0)) && [[ -d $root/tests/Conformance/cases ]]; then
  node --enable-source-maps dist/tests/conformance/run.js >"$work/conformance"
  printf '| client | passed | cases |\n|---|---|---|\n'
  cat "$work/conformance"
  if [[ $(tail -n 1 "$work/conformance") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
  else
    failed=$((failed + 1))
  fi
fi
echo "$passed passed, $failed failed"
((failed == 0))
