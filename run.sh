#!/usr/bin/env bash
# Builds AiDesk, starts policy service and desk on loopback, shows one decision of each kind and serves until Ctrl-C.
# Without bash: dotnet run --project src/AiDesk -- up --desk
# Options are those of `aidesk up`: ./run.sh --help. The desk needs PostgreSQL's programs: they are installed with apt where that is allowed, and
# without them the policy service starts alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# No build server outlives this script.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

needs='AiDesk needs the .NET SDK 10.0 (see global.json): https://dotnet.microsoft.com/download/dotnet/10.0'
if ! command -v dotnet >/dev/null; then
  echo "run.sh: there is no 'dotnet' on the PATH. $needs" >&2
  exit 1
fi
if ! sdk=$(dotnet --version 2>/dev/null) || [[ $sdk != 10.* ]]; then
  echo "run.sh: no fitting SDK; found: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | tr '\n' ' '). $needs" >&2
  exit 1
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Building (SDK $sdk) ..."
if ! dotnet build src/AiDesk -c Release -v q --nologo --disable-build-servers >"$log" 2>&1; then
  cat "$log" >&2
  echo "run.sh: the build failed; its output is above." >&2
  exit 1
fi
rm -f "$log"

export AIDESK_ENVIRONMENT=${AIDESK_ENVIRONMENT:-Development}

# AIDESK_POSTGRES names a server that is there already.
desk=(--desk)
has_postgres() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
if [[ -z ${AIDESK_POSTGRES:-} ]] && ! has_postgres; then
  echo "The desk needs PostgreSQL, which is not installed."
  as_root=()
  if ((EUID != 0)); then as_root=(sudo -n); fi
  if command -v apt-get >/dev/null && { ((EUID == 0)) || sudo -n true 2>/dev/null; }; then
    echo "Installing it with apt-get ..."
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null 2>&1 || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql >/dev/null 2>&1 || true
  fi
  if ! has_postgres; then
    echo "run.sh: starting the policy service without the desk. For the desk: install PostgreSQL 15 or later (Debian: apt-get install postgresql), or name a server with AIDESK_POSTGRES." >&2
    desk=()
  fi
fi

exec dotnet src/AiDesk/bin/Release/net10.0/aidesk.dll up "${desk[@]}" "$@"
