#!/usr/bin/env bash
# Runs every benchmark (projects in bench/). One line per figure:
#   name | value | reference | ratio | target | met or MISSED
# and at the end all of them once more. It is a benchmark, not a test: a missed target or a benchmark that breaks is printed and never fails the run. Servers are on loopback, on free ports.
#
#   ./bench.sh           all of them, within 15 minutes; writes bench/results/latest.json and the tables and plots of docs/benchmarks.md
#   ./bench.sh Policy    only bench/Policy (any of bench's folders, several too); writes bench/results/Policy.json and no document
#   ./bench.sh soak 30   minutes of steady mixed load on Redis and PostgreSQL (30 without a number); writes bench/results/Soak.json, which the next whole run's report takes up
#   ./bench.sh campaign  the long runs: PostgreSQL and Redis killed, paused, full, restarted under 100,000 records (AIDESK_CAMPAIGN=N for another
#                        number; ./test.sh takes 6,000), processes killed, callers racing; every fault of the whole system under load; properties with fresh seeds and
#                        AIDESK_FRESH_SEEDS=N times as many cases (5); then a soak of AIDESK_SOAK_MINUTES (30). Prints their tables; ends with 1 when something was lost or counted twice
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# A shell that starts this in the background has Ctrl-C ignored in all that it starts, and servers are ended by it.
if [[ -z ${AIDESK_BENCH_SIGNALS:-} ]]; then AIDESK_BENCH_SIGNALS=default exec env --default-signal=INT bash "$PWD/bench.sh" "$@"; fi
unset AIDESK_BENCH_SIGNALS
# No build server outlives this script.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
if [[ ${1:-} == campaign ]]; then
  export AIDESK_CAMPAIGN=${AIDESK_CAMPAIGN:-100000} AIDESK_FRESH_SEEDS=${AIDESK_FRESH_SEEDS:-5}
  ./test.sh tests/Records.Tests tests/Redis.Tests tests/RedisFaults.Tests tests/SystemFaults.Tests tests/Desk.Approvals.Tests tests/Desk.Knowledge.Tests \
    tests/PolicyEngine.Tests tests/PolicyService.Tests tests/PolicyTesting.Tests tests/Grpc.Tests tests/AiDesk.Tests
  status=$?
  ./bench.sh soak "${AIDESK_SOAK_MINUTES:-30}"
  exit $status
fi

results=$PWD/bench/results
mkdir -p "$results"
began=$SECONDS
ran=()

build() { dotnet build "bench/$1" -c Release -m:1 -v q --nologo --disable-build-servers || { echo "bench/$1 does not build."; return 1; }; }

# measure FOLDER RESULT ARGUMENTS...
measure() {
  local folder=$1 result=$2 from=$SECONDS
  shift 2
  rm -f "$results/$result.json"
  echo "--- bench/$folder"
  build "$folder" || return
  dotnet run -c Release --no-build --project "bench/$folder" -- --json "$results/$result.json" "$@" || echo "bench/$folder ended with status $?."
  [[ -s $results/$result.json ]] && ran+=("$result")
  echo "bench/$folder: $(((SECONDS - from + 30) / 60)) minutes"
}

if [[ ${1:-} == soak ]]; then
  measure Capacity Soak --soak "${2:-30}"
  exit 0
fi

# Those that measure: the others put together what they found.
for project in bench/*/*.csproj; do
  name=$(basename "$(dirname "$project")")
  if [[ $name == Figures || $name == Report ]] || { (($# > 0)) && [[ " $* " != *" $name "* ]]; }; then continue; fi
  measure "$name" "$name"
done

if build Report && ((${#ran[@]} > 0)); then
  if (($# == 0)); then
    [[ -s $results/Soak.json ]] && ran+=(Soak)
    dotnet run -c Release --no-build --project bench/Report -- "$results" docs/benchmarks.md docs/images "${ran[@]}"
  else
    dotnet run -c Release --no-build --project bench/Report -- "$results" "" "" "${ran[@]}"
  fi
fi
echo "$(((SECONDS - began + 30) / 60)) minutes in all"
exit 0
