#!/usr/bin/env bash
# Runs inside the database's container, once, when its data are made: gives each role the password of its file.
set -euo pipefail

for role in owner node web gateway read backup; do
  IFS=: read -r _ _ _ user password <"/run/secrets/$role.pgpass"
  # By standard input: a command line could be read by others.
  psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
    <<<"ALTER ROLE \"$user\" PASSWORD '$password';"
done
