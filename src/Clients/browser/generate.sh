#!/usr/bin/env bash
# Writes chat-guard-patterns.js and chat-guard-messages.js anew from the policy engine's own data.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
dotnet run --project generate -c Release -v q -- write .
