#!/usr/bin/env bash
# with-service.sh COMMAND...: starts `aidesk up` on free ports, with the policies and the tenant that POLICIES and TENANT name, else those of the
# client tests; tells the command where it is and how to get in, and stops the service when the command ends. A service that does not start, or
# does not stop cleanly, fails the stage.
#
#   POLICY_GRPC_ADDRESS   host:port of the gRPC listener
#   POLICY_HTTP_ADDRESS   host:port of the HTTP/1.1 listener: REST
#   POLICY_TOKEN          a token of the tenant, role service
#   POLICY_AGENT_TOKEN    the same tenant, role agent: may not ask for checks
#   POLICY_STRANGER_TOKEN a token of a tenant that has no policy
#   PROTOS                folder of the protos
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
aidesk=$root/src/AiDesk/bin/${CONFIGURATION:-Release}/net10.0/aidesk.dll
if [[ ! -f $aidesk ]]; then
  echo "$aidesk is not built." >&2
  exit 1
fi
work=$(mktemp -d)
service=
stop() {
  local status=$? ended=0
  if [[ -n $service ]]; then
    kill -TERM "$service" 2>/dev/null || true
    wait "$service" || ended=$?
    if ((ended != 0)); then
      echo "The service ended with status $ended:" >&2
      cat "$work/service.log" >&2
      ((status != 0)) || status=1
    fi
  fi
  rm -rf "$work"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT TERM

export AIDESK_ENVIRONMENT=Development
mkfifo "$work/ready"
dotnet "$aidesk" up --no-demo --grpc 127.0.0.1:0 --http 127.0.0.1:0 --policy-dir "$root/${POLICIES:-tests/Clients/policies}" --state-dir "$work/state" \
  --addresses-file "$work/addresses" > >(tee -p "$work/service.log" >"$work/ready") 2>&1 &
service=$!
# `up` prints a line that begins with "Serving" when every listener answers. The pipe ends when the service does.
serving=
while IFS= read -r line; do
  if [[ $line == Serving* ]]; then
    serving=1
    break
  fi
done <"$work/ready"
if [[ -z $serving ]]; then
  echo "The service did not start:" >&2
  cat "$work/service.log" >&2
  exit 1
fi

tenant=${TENANT:-libreria}
token() { dotnet "$aidesk" token --state-dir "$work/state" "$@"; }
POLICY_GRPC_ADDRESS=$(sed -n 's/.*"grpc"[^"]*"[a-z]*:\/*\([^"\/]*\).*/\1/p' "$work/addresses")
POLICY_HTTP_ADDRESS=$(sed -n 's/.*"http"[^"]*"[a-z]*:\/*\([^"\/]*\).*/\1/p' "$work/addresses")
POLICY_TOKEN=$(token --tenant "$tenant" --role service)
POLICY_AGENT_TOKEN=$(token --tenant "$tenant" --role agent)
POLICY_STRANGER_TOKEN=$(token --tenant nobody --role service)
export POLICY_GRPC_ADDRESS POLICY_HTTP_ADDRESS POLICY_TOKEN POLICY_AGENT_TOKEN POLICY_STRANGER_TOKEN PROTOS=$root/protos
status=0
"$@" || status=$?
exit "$status"
