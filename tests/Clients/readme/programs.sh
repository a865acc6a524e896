#!/usr/bin/env bash
# Takes the README's code blocks out, points them at the service that with-service.sh started, and wants each to print an allowed decision.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
programs=$(mktemp -d)
trap 'rm -rf "$programs"' EXIT
export AIDESK_TOKEN=$POLICY_TOKEN
passed=0
failed=0

# block LANGUAGE: the README's block in that language.
block() { sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" "$root/README.md" | sed '1d;$d' | sed "s/127\.0\.0\.1:7070/$POLICY_GRPC_ADDRESS/"; }

# want NAME EXPECTED COMMAND...: the command's output is what is expected.
want() {
  local name=$1 expected=$2 output
  shift 2
  if output=$("$@" 2>&1) && [[ $output == "$expected" ]]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "$name printed:"
    echo "$output"
  fi
}

mkdir "$programs/stubs" "$programs/csharp"
(cd "$root" && protoc -I protos --python_out="$programs/stubs" protos/aidesk/policy/v1/*.proto)
block python >"$programs/first.py"
want Python "VERDICT_ALLOW REASON_OK" env PYTHONPATH="$programs/stubs" /usr/bin/python3 "$programs/first.py"

block js >"$programs/first.mjs"
ln -s "$root/tests/Clients/node/node_modules" "$programs/node_modules"
ln -s "$root/protos" "$programs/protos"
want JavaScript "VERDICT_ALLOW REASON_OK" bash -c "cd '$programs' && node first.mjs"

# The C# program is compiled by its project beside this script, which takes the block as its only source.
block csharp >"$programs/csharp/First.cs"
want C# "Allow Ok" dotnet run --project "$here/FirstRequest.csproj" -c Release --property:FirstRequest="$programs/csharp/First.cs"

echo "$passed passed, $failed failed"
((failed == 0))
