#!/usr/bin/env bash
# Measures how long people wait for the issuer's pages: with few names and with many in one run, in SQLite and in
# PostgreSQL. Each name has five emblems. Writes bench/results/DATE-pages.md.
#   FEW=1000 MANY=100000 TIMES=200   numbers of names, and how often each page is asked for
#   WITHDRAWN=10000                  how many names are withdrawn by one act, from its call until BIND answers without the last of them
# Run it on an idle machine with Debian's postgresql and bind9 (./test.sh installs them).
set -euo pipefail
cd "$(dirname "$0")/.."

out=bench/results/$(date -u +%F)-pages.md
dotnet build bench/DigitalEmblem.Issuer.Load --configuration Release --verbosity quiet --nologo >/dev/null
load=$(cut -d' ' -f1 /proc/loadavg)
table=$(artifacts/bin/DigitalEmblem.Issuer.Load/release/DigitalEmblem.Issuer.Load pages "${FEW:-1000}" "${MANY:-100000}" "${TIMES:-200}")
many=$(artifacts/bin/DigitalEmblem.Issuer.Load/release/DigitalEmblem.Issuer.Load withdrawal-of "${WITHDRAWN:-10000}")
{
  echo "# Pages of the issuer, $(date -u +%F)"
  echo
  echo "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1), $(nproc) cores shared by all processes, commit $(git rev-parse --short HEAD), load average before $load. One run of \`bench/pages.sh\`: the service with its pages in this process, asked over loopback by a person who is signed in; the two stores are asked in turns. A time is from the request to the last byte of the answer, which comes after the first."
  echo
  echo "$table"
  echo
  echo "$many"
} | tee "$out"
