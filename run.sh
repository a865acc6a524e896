#!/usr/bin/env bash
# Builds AiDesk, starts it on loopback, shows one decision of each kind and serves until Ctrl-C.
# Without bash: dotnet run --project src/AiDesk -- up
# Options are those of `aidesk up`: ./run.sh --help
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
exec dotnet src/AiDesk/bin/Release/net10.0/aidesk.dll up "$@"
