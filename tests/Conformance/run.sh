#!/usr/bin/env bash
# run.sh: tests of the cases themselves, then all cases against the bare service, over gRPC and over REST,
# and those of Envoy's services.
# run.sh NAME ...: only the cases whose name contains one of the NAMEs.
# run.sh --coverage: prints what COVERAGE.md must hold.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stubs=$(mktemp -d)
trap 'rm -rf "$stubs"' EXIT
trap 'exit 130' INT TERM
"$here/generate.sh" "$stubs" || exit 1
export PYTHONPATH=$stubs PYTHONDONTWRITEBYTECODE=1
python=/usr/bin/python3
if [[ ${1:-} == --coverage ]]; then
  "$python" "$here/selftest.py" --coverage
  exit
fi
if (($# > 0)); then
  "$python" "$here/run.py" "$@" && "$python" "$here/run_rest.py" "$@" && "$python" "$here/run_envoy.py" "$@"
  exit
fi
echo "| runner | passed | cases |"
echo "|---|---|---|"
passed=0
failed=0
for program in selftest.py run.py run_rest.py run_envoy.py; do
  output=$("$python" "$here/$program" 2>&1)
  printf '%s\n' "$output"
  counts=$(tail -n 1 <<<"$output")
  if [[ $counts =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
  else
    failed=$((failed + 1))
  fi
done
echo "$passed passed, $failed failed"
((failed == 0))
