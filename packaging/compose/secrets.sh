#!/usr/bin/env bash
# secrets.sh DIR: makes what compose.yaml mounts as secrets, at random, for whoever runs it to read only. What is there already stays.
set -euo pipefail
(($# == 1)) || {
  echo "usage: packaging/compose/secrets.sh DIR" >&2
  exit 2
}
umask 077
mkdir -p "$1"
cd "$1"
random() { openssl rand -hex 32; }
make() { if [[ ! -e $1 ]]; then cat >"$1.new" && mv "$1.new" "$1"; else cat >/dev/null; fi; }

for name in postgres_password desk_password records_password redis_password; do random | make "$name"; done
printf 'k1:%s\n' "$(openssl rand -base64 32)" | make signing_keys
# Redis takes its users from a file: nobody without a password, and ours on our keys only.
digest=$(printf %s "$(<redis_password)" | openssl dgst -sha256 -r | cut -d' ' -f1)
make redis_users <<END
user default off
user aidesk on #$digest ~aidesk:* resetchannels -@all +eval +evalsha +info +ping +time +@hash +@string +@sortedset +del +exists +pexpire
END
# Containers read them as users of their own: the folder keeps others out, the files must not.
chmod 0444 ./*
echo "Secrets in $PWD, for their owner only."
