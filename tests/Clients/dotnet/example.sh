#!/usr/bin/env bash
# The example prints what the README says that it prints. Run by with-service.sh.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
wanted=$(awk '/^\$ dotnet run --project src\/Clients\/dotnet\/examples\/ask$/ { on = 1; next } /^```$/ { on = 0 } on' "$root/README.md")
printed=$(AIDESK_TOKEN=$POLICY_TOKEN AIDESK_ADDRESS=$POLICY_GRPC_ADDRESS dotnet "$root/src/Clients/dotnet/examples/ask/bin/${CONFIGURATION:-Release}/net10.0/Ask.dll" 2>&1)
if [[ -n $wanted && $printed == "$wanted" ]]; then
  echo "1 passed, 0 failed"
else
  echo "The README has:"
  echo "$wanted"
  echo "The example printed:"
  echo "$printed"
  echo "0 passed, 1 failed"
  exit 1
fi
