#!/usr/bin/env bash
# Measures the issuer under load: 10,000 assets with emblems of 24 hours on SQLite, 100,000 on PostgreSQL with two processes, and a
# compromise drill for 10,000 with BIND 9. Writes bench/results/DATE-issuer.md.
#   SQLITE=10000 POSTGRES=100000 DRILL=10000   number of assets; 0 leaves a measurement out
#   STEPS=20000                                emblems of the table of steps
# Run it on an idle machine with Debian's postgresql and bind9 (./test.sh installs them).
set -euo pipefail
cd "$(dirname "$0")/.."

out=bench/results/$(date -u +%F)-issuer.md
dotnet build bench/DigitalEmblem.Issuer.Load --configuration Release --verbosity quiet --nologo >/dev/null
load=artifacts/bin/DigitalEmblem.Issuer.Load/release/DigitalEmblem.Issuer.Load
lines=$("$load" "${SQLITE:-10000}" "${POSTGRES:-100000}" "${DRILL:-10000}")
steps=$("$load" steps "${STEPS:-20000}")
{
  echo "# The issuer under load, $(date -u +%F)"
  echo
  echo "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1), $(nproc) cores shared by all processes, commit $(git rev-parse --short HEAD), load average before $(cut -d' ' -f1 /proc/loadavg). One run of \`bench/issuer.sh\`. Each emblem is signed (Ed25519), judged in its whole set by our own verifier, journaled and stored; commits are durable."
  echo
  echo "$lines"
  echo
  echo "What one emblem costs on one thread, in SQLite:"
  echo
  echo "$steps"
} | tee "$out"
