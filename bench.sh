#!/usr/bin/env bash
# Runs every benchmark (projects in bench/) and writes bench/results/latest.json. One line per figure:
#   name | value | reference | ratio | target | met or MISSED
# It is a benchmark, not a test: a missed target or a benchmark that breaks is printed and never fails the run.
#
#   ./bench.sh           all of them
#   ./bench.sh Policy    only bench/Policy; its figures replace those in latest.json only when all ran
#   ./bench.sh campaign  no benchmark but the long runs: PostgreSQL and Redis killed, paused, full, restarted under 100,000 records (AIDESK_CAMPAIGN=N for another
#                        number; ./test.sh takes 6,000), processes killed, callers racing. Prints their tables; ends with 1 when something was lost or counted twice
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# No build server outlives this script.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
if [[ ${1:-} == campaign ]]; then
  AIDESK_CAMPAIGN=${AIDESK_CAMPAIGN:-100000} exec ./test.sh tests/Records.Tests tests/Redis.Tests tests/RedisFaults.Tests tests/Desk.Approvals.Tests
fi
results=bench/results
mkdir -p "$results"
ran=()
for project in bench/*/*.csproj; do
  [[ -f $project ]] || continue
  name=$(basename "$(dirname "$project")")
  if (($# > 0)) && [[ " $* " != *" $name "* ]]; then continue; fi
  echo "--- bench/$name"
  rm -f "$results/$name.json"
  if ! dotnet build "$project" -c Release -m:1 -v q --nologo --disable-build-servers; then
    echo "bench/$name does not build."
    continue
  fi
  dotnet run -c Release --no-build --project "$project" -- --json "$PWD/$results/$name.json" || echo "bench/$name ended with status $?."
  [[ -s $results/$name.json ]] && ran+=("$name")
done

if (($# == 0)) && ((${#ran[@]} > 0)); then
  {
    printf '{\n  "date": "%s",\n  "machine": "%s, %s processors"' "$(date -u +%Y-%m-%d)" \
      "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1 | tr -d '"\\')" "$(nproc)"
    for name in "${ran[@]}"; do
      printf ',\n  "%s": ' "$name"
      cat "$results/$name.json"
    done
    printf '}\n'
  } >"$results/latest.json"
fi
exit 0
