#!/usr/bin/env bash
# The script prints what the README says that it prints, and says what is wrong when it may not ask. Run by with-service.sh.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export AIDESK_HTTP=http://$POLICY_HTTP_ADDRESS
passed=0
failed=0

# want NAME WANTED PRINTED
want() {
  if [[ -n $2 && $3 == "$2" ]]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s: wanted\n%s\nprinted\n%s\n' "$1" "$2" "$3"
  fi
}

shown=$(awk '/^\$ src\/Clients\/curl\/ask.sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$here/../../../../README.md")
want "README" "$shown" "$(AIDESK_TOKEN=$POLICY_TOKEN "$here/../ask.sh" 2>&1)"
refused=$(AIDESK_TOKEN=$POLICY_AGENT_TOKEN "$here/../ask.sh" 2>/dev/null)
want "another role" ROLE_REQUIRED "$(grep -o ROLE_REQUIRED <<<"$refused" | head -n 1)"
echo "$passed passed, $failed failed"
((failed == 0))
