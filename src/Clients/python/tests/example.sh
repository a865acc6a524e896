#!/usr/bin/env bash
# The example prints what the README says that it prints. Run by with-service.sh.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readme=$here/../../../../README.md
wanted=$(awk '/^\$ python src\/Clients\/python\/examples\/agent.py$/ { on = 1; next } /^```$/ { on = 0 } on' "$readme")
printed=$(AIDESK_TOKEN=$POLICY_TOKEN AIDESK_ADDRESS=$POLICY_GRPC_ADDRESS PYTHONPATH=$PACKAGE /usr/bin/python3 "$here/../examples/agent.py" 2>&1)
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
