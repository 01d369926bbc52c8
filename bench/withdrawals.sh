#!/usr/bin/env bash
# Measures withdrawals, from the call of the API to the name server's answer, beside loads. Writes bench/results/DATE-withdrawals.md.
#   WITHDRAWALS=45 LOAD=100000   how many are measured in each situation, and how many names the loads have
# Run it on an idle machine with Debian's bind9 (./test.sh installs it).
set -euo pipefail
cd "$(dirname "$0")/.."

out=bench/results/$(date -u +%F)-withdrawals.md
dotnet build bench/DigitalEmblem.Issuer.Load --configuration Release --verbosity quiet --nologo >/dev/null
table=$(artifacts/bin/DigitalEmblem.Issuer.Load/release/DigitalEmblem.Issuer.Load withdrawals "${WITHDRAWALS:-45}" "${LOAD:-100000}")
{
  echo "# Withdrawals beside load, $(date -u +%F)"
  echo
  echo "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1), $(nproc) cores shared by all processes, commit $(git rev-parse --short HEAD), load average before $(cut -d' ' -f1 /proc/loadavg). One run of \`bench/withdrawals.sh\`: the service, SQLite and BIND 9 on one machine. A time is from the call of the API until the authoritative server answers without the records; the bare update deletes a record of the same server in the same turn."
  echo
  echo "$table"
} | tee "$out"
