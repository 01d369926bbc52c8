#!/usr/bin/env bash
# Adds a migration to both databases, from the model: src/DigitalEmblem.Issuer/Storage/migrations.sh NAME
# Those that are there stay as they are, because databases have them (CONTRIBUTING.md, Migrations).
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
name=${1:?the name of the migration, as KeysHaveOwners}
for database in Sqlite Postgres; do
  dotnet ef migrations add "$name" --context "${database}IssuerContext" --output-dir "Storage/$database/Migrations" \
    --configuration Release -- >/dev/null
  # The generator's usings come without order and its types are public; neither is anything that a person wrote.
  sed -i 's/public partial class/internal partial class/' "Storage/$database/Migrations/"*.cs
done
