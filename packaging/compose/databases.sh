#!/usr/bin/env bash
# Run by PostgreSQL's image when its volume is new: two databases, each with a login that owns it, is no superuser and may make the roles of its migrations.
set -euo pipefail
secrets=${SECRETS:-/run/secrets}
for name in desk records; do
  login=aidesk_$name
  # Through psql's own quoting, so that no password is taken for SQL.
  psql -v ON_ERROR_STOP=1 -q -U "${POSTGRES_USER:-postgres}" -d postgres -v login="$login" -v password="$(<"$secrets/${name}_password")" <<'SQL'
SET password_encryption = 'scram-sha-256';
CREATE ROLE :"login" LOGIN CREATEROLE NOSUPERUSER PASSWORD :'password';
CREATE DATABASE :"login" OWNER :"login" TEMPLATE template0 ENCODING 'UTF8';
SQL
done
