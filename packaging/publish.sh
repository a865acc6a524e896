#!/usr/bin/env bash
# publish.sh RID OUT [--self-contained]: the `aidesk` command as it is deployed, compiled ahead of time (ReadyToRun), into the folder OUT.
#
#   RID                linux-x64 or linux-arm64; either is made on either
#   OUT                a folder that is not there yet, or empty
#   --self-contained   with the .NET runtime; without it, ASP.NET Core 10 must be where it runs
#
# Not trimmed: docs/decisions/0015-packaging.md.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() {
  echo "publish.sh: $1" >&2
  echo "usage: packaging/publish.sh linux-x64|linux-arm64 OUT [--self-contained]" >&2
  exit 2
}

(($# >= 2 && $# <= 3)) || usage "RID and OUT are needed"
rid=$1
out=$2
self_contained=false
[[ $rid == linux-x64 || $rid == linux-arm64 ]] || usage "'$rid' is neither linux-x64 nor linux-arm64"
if (($# == 3)); then
  [[ $3 == --self-contained ]] || usage "'$3' is no option"
  self_contained=true
fi
if [[ -e $out && ! -d $out ]] || { [[ -d $out ]] && [[ -n $(ls -A "$out") ]]; }; then usage "'$out' is there and not an empty folder: what is left over from another publish would be deployed with it"; fi
mkdir -p "$out"
out=$(cd "$out" && pwd)

# Objects of their own: neither a developer's build nor another RID's is touched or taken.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish "$root/src/AiDesk" -c Release -r "$rid" --self-contained "$self_contained" --artifacts-path "$work" -o "$out" \
  -p:PublishReadyToRun=true -p:DebugType=none -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false \
  -p:RunAnalyzers=false -p:PackAsTool=false -m:1 -v q --nologo --disable-build-servers
echo "$rid, $([[ $self_contained == true ]] && echo self-contained || echo framework-dependent): $(du -sm "$out" | cut -f1) MB in $out"
