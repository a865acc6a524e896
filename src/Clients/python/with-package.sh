#!/usr/bin/env bash
# with-package.sh COMMAND...: runs the command where Python finds the package with its messages, made in a folder that is thrown away, and the conformance runner.
#
#   PACKAGE   the folder that holds the package
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
conformance=$here/../../../tests/Conformance
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir "$work/package" "$work/stubs"
cp -r "$here/src/aidesk" "$work/package/"
rm -rf "$work/package/aidesk/policy"
"$here/generate.sh" "$work/package" && "$conformance/generate.sh" "$work/stubs" || exit 1
export PACKAGE=$work/package
export PYTHONPATH=$PACKAGE:$here/tests:$conformance:$work/stubs PYTHONDONTWRITEBYTECODE=1
unset AIDESK_TOKEN AIDESK_ADDRESS
"$@"
