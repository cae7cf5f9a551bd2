#!/usr/bin/env bash
# Makes the passwords of the compose file, once: ./secrets/*.pgpass in PostgreSQL's form host:port:database:user:password.
# What is there already is kept.
set -euo pipefail
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

password() { head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '='; }

[ -e secrets/postgres.password ] || password >secrets/postgres.password
for role in owner node web gateway read backup; do
  file="secrets/$role.pgpass"
  [ -e "$file" ] || printf '*:*:bluesky:bluesky_%s:%s\n' "$role" "$(password)" >"$file"
done

# Compose mounts files with the rights they have here, and the image's user is another one: readable there, while the directory
# keeps everybody else out.
chmod 0700 secrets
chmod 0444 secrets/*
