#!/usr/bin/env bash
# Builds everything and runs every test, one stage at a time. Each stage says how long it took; the last line of all says
# `N passed, N failed`. A stage that crashes, runs nothing, or skips a test counts as failed. Exit status 0 only when nothing failed.
#
#   ./test.sh            all stages
#   ./test.sh NAME ...   only the test stages whose name contains one of the NAMEs (the build always runs)
#
# What it needs and does not find, it installs with apt when it may (root, or sudo without a password), and with npm.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# A shell starts what it puts into the background with Ctrl-C ignored, and so would every service be that a test ends with it.
if [[ -z ${AIDESK_TEST_SIGNALS:-} ]]; then AIDESK_TEST_SIGNALS=default exec env --default-signal=INT bash "$PWD/test.sh" "$@"; fi
unset AIDESK_TEST_SIGNALS
# No build server outlives this script.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
chosen=("$@")
passed=0
failed=0
stage_pid=
logs=$(mktemp -d)

stop() {
  if [[ -n $stage_pid ]]; then kill -TERM -- "-$stage_pid" 2>/dev/null && wait "$stage_pid" 2>/dev/null; fi
  rm -rf "$logs"
}
trap stop EXIT
trap 'exit 130' INT TERM

is_chosen() {
  ((${#chosen[@]} == 0)) && return 0
  local word
  for word in "${chosen[@]}"; do [[ $1 == *"$word"* ]] && return 0; done
  return 1
}

# stage NAME COMMAND...: runs the command in a process group of its own and adds up what its last "N passed, N failed" line
# says. Of its output it shows the tables (lines that begin with a bar), and all of it when something failed.
stage() {
  local name=$1 log status=0 counts ok=0 bad=0 begun=$EPOCHREALTIME
  shift
  log=$logs/${name//[^A-Za-z0-9.]/_}.log
  echo "--- $name"
  set -m
  "$@" >"$log" 2>&1 &
  stage_pid=$!
  set +m
  wait "$stage_pid" || status=$?
  # What a stage left running would disturb the next one.
  kill -TERM -- "-$stage_pid" 2>/dev/null
  stage_pid=
  counts=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1)
  if [[ -n $counts ]]; then
    ok=${counts%% *}
    bad=${counts#*, }
    bad=${bad%% *}
  fi
  if ((bad == 0)) && { ((status != 0)) || ((ok == 0)); }; then bad=1; fi
  if ((bad > 0)); then cat "$log"; else grep '^|' "$log"; fi
  passed=$((passed + ok))
  failed=$((failed + bad))
  awk -v name="$name" -v ok="$ok" -v bad="$bad" -v status="$status" -v begun="${begun/,/.}" -v ended="${EPOCHREALTIME/,/.}" \
    'BEGIN { printf "%s: %d passed, %d failed, %.1f minutes%s\n", name, ok, bad, (ended - begun) / 60, status ? " (exit status " status ")" : "" }'
  ((bad == 0))
}

# once COMMAND...: a command that passes or fails as one.
once() {
  if "$@"; then echo "1 passed, 0 failed"; else
    echo "0 passed, 1 failed"
    return 1
  fi
}

install_packages() {
  local run=()
  if ((EUID != 0)); then
    if ! sudo -n true 2>/dev/null; then
      echo "Missing: $*. Install them with: apt-get install $*"
      return 1
    fi
    run=(sudo -n)
  fi
  local install=("${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@")
  "${install[@]}" || { "${run[@]}" apt-get update -q && "${install[@]}"; }
}

prepare() {
  local missing=() lock
  /usr/bin/python3 -c 'import grpc' 2>/dev/null || missing+=(python3-grpcio)
  /usr/bin/python3 -c 'import google.protobuf' 2>/dev/null || missing+=(python3-protobuf)
  # The compiler alone does not have the well-known types that our protos import.
  protoc -I protos -o /dev/null aidesk/policy/v1/policy_service.proto 2>/dev/null || missing+=(protobuf-compiler libprotobuf-dev)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  command -v openssl >/dev/null || missing+=(openssl)
  [[ -x ${AIDESK_TEST_CHROMIUM:-/usr/bin/chromium} ]] || missing+=(chromium fonts-dejavu-core)
  command -v curl >/dev/null || missing+=(curl)
  command -v redis-server >/dev/null || missing+=(redis-server)
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  if ((${#missing[@]} > 0)); then install_packages "${missing[@]}" || return 1; fi
  for lock in tests/*/package-lock.json tests/*/*/package-lock.json src/Clients/*/package-lock.json; do
    [[ -f $lock ]] || continue
    (cd "$(dirname "$lock")" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || return 1
  done
}

build() { dotnet build AiDesk.sln -c Release -m:1 -v q --nologo --disable-build-servers; }

lint() { tests/Clients/node/node_modules/.bin/buf lint protos; }

# Rows that tests printed one by one, as tables: rows of as many cells stand together, the header first. What is a table in itself (several headers of one
# width) stays as it is.
tables() {
  awk -F'|' '
    !(NF in rows) { order[++groups] = NF }
    { row[NF, ++rows[NF]] = $0 }
    /^\|( *:?-+:? *\|)+$/ { rules[NF]++; rule[NF] = rows[NF] }
    END {
      for (g = 1; g <= groups; g++) {
        n = order[g]
        sorted = rules[n] > 1 ? "cat" : "LC_ALL=C sort"
        if (rules[n] == 1) { print row[n, rule[n] - 1]; print row[n, rule[n]] }
        fflush()
        for (i = 1; i <= rows[n]; i++) if (rules[n] != 1 || (i != rule[n] && i != rule[n] - 1)) print row[n, i] | sorted
        close(sorted)
      }
    }'
}

# Counts are read from the TRX file, which also knows tests that were skipped or never ran: they count as failed.
dotnet_tests() {
  local project=$1 results counters total ok status=0
  results=$logs/$(basename "$project")
  dotnet test "$project" -c Release --no-build --nologo --logger "trx;LogFileName=results.trx" --results-directory "$results" || status=$?
  counters=$(grep -o '<Counters [^>]*' "$results/results.trx" | head -n 1)
  total=$(grep -o ' total="[0-9]*"' <<<"$counters" | tr -dc 0-9)
  ok=$(grep -o ' passed="[0-9]*"' <<<"$counters" | tr -dc 0-9)
  if [[ -z $total || -z $ok ]]; then
    echo "$project left no counts."
    return 1
  fi
  sed -n 's/^ *\(<StdOut>\)\{0,1\}|/|/p' "$results/results.trx" | sed 's/&gt;/>/g; s/<\/StdOut>$//' | tables
  echo "$ok passed, $((total - ok)) failed"
  return "$status"
}

# The tests of the sample policies; the command's last line counts them.
policy_tests() { dotnet src/AiDesk/bin/Release/net10.0/aidesk.dll policy test policies --coverage-min 95; }

missing_data() {
  echo "../shared/data is absent, and CI must run tests/SharedData.Tests."
  return 1
}

# What every client and face reached, from the rows that its stage printed.
overview() {
  local rows
  rows=$(cat "$logs"/*Conformance.log "$logs"/*Clients*.log 2>/dev/null)
  if grep -qE '^\| [^|]+ \| [0-9]+ \| [0-9]+ \|$' <<<"$rows"; then
    printf '| client | conformance: passed | of |\n|---|---|---|\n'
    grep -E '^\| [^|]+ \| [0-9]+ \| [0-9]+ \|$' <<<"$rows" | LC_ALL=C sort -u
  fi
  if grep -qE '^\| [^|]+ \| (TCP|TLS|mTLS|UDS|Unix socket) \|' <<<"$rows"; then
    printf '| client | transport | |\n|---|---|---|\n'
    grep -E '^\| [^|]+ \| (TCP|TLS|mTLS|UDS|Unix socket) \|' <<<"$rows" | sed -E 's/^(\| [^|]+ \| )UDS /\1Unix socket /; s/^(\| [^|]+ \| [^|]+ \|).* (passed|ok) \|$/\1 passed |/' | LC_ALL=C sort -u
  fi
}

finish() {
  overview
  echo "$passed passed, $failed failed"
  exit "$((failed > 0))"
}

stage "tools" once prepare || finish
stage "build" once build || finish
is_chosen "buf lint" && stage "buf lint" once lint
is_chosen "policy test" && stage "policy test" policy_tests
for project in tests/*.Tests/*.csproj; do
  folder=$(dirname "$project")
  is_chosen "$folder" || continue
  if [[ $folder == tests/SharedData.Tests && ! -d ../shared/data ]]; then
    if [[ ${CI:-} == true ]]; then stage "$folder" missing_data; else echo "--- $folder: not run, ../shared/data is absent"; fi
    continue
  fi
  stage "$folder" dotnet_tests "$project"
done
for program in tests/Interop/run.sh tests/Conformance/run.sh tests/Packaging/run.sh tests/Clients/*/run.sh src/Clients/*/test.sh; do
  folder=$(dirname "$program")
  is_chosen "$folder" || continue
  stage "$folder" "$program"
done
finish
