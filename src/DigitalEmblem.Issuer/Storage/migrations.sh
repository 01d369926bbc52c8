#!/usr/bin/env bash
# Makes the migrations of both databases from the model. Until a release has one in use, there is one, and it is made anew:
#   src/DigitalEmblem.Issuer/Storage/migrations.sh
# After the first release: src/DigitalEmblem.Issuer/Storage/migrations.sh NAME adds one.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
name=${1:-Initial}
for database in Sqlite Postgres; do
  [ "$name" != Initial ] || rm -rf "Storage/$database/Migrations"
  dotnet ef migrations add "$name" --context "${database}IssuerContext" --output-dir "Storage/$database/Migrations" \
    --configuration Release -- >/dev/null
  # The generator's usings come without order and its types are public; neither is anything that a person wrote.
  sed -i 's/public partial class/internal partial class/' "Storage/$database/Migrations/"*.cs
done
