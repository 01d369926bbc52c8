#!/usr/bin/env bash
# Installs what the tests need, builds everything, runs every test, and ends with one line of real counts:
#   N passed, N failed, N skipped
# Needs the .NET 10 SDK; all else it installs itself (Debian packages, as root or with sudo).
set -euo pipefail
cd "$(dirname "$0")"

say() { printf '\n== %s\n' "$*"; }

install() { # Debian packages that are missing
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local sudo=""
  [ "$(id -u)" -eq 0 ] || sudo="sudo -n"
  say "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || {
    echo "Could not install ${missing[*]}: install them by hand, or run this as root or with sudo." >&2
    return 1
  }
}

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2; exit 1; }

# International names are converted by ICU; without it .NET does not even start by default.
if command -v apt-get >/dev/null && ! ldconfig -p | grep -q 'libicuuc\.so'; then
  install "$(apt-cache search --names-only '^libicu[0-9]+$' | awk '{print $1}' | sort -V | tail -n 1)"
fi

# Real name servers and a Redis for the end-to-end tests, started on loopback by the tests themselves: the services that the packages set up are not wanted.
if command -v apt-get >/dev/null; then
  missing=$(for program in nsd named unbound dig nsupdate dnssec-signzone redis-server; do PATH="/usr/sbin:$PATH" command -v $program >/dev/null || echo $program; done)
  if [ -n "$missing" ]; then
    policy=/usr/sbin/policy-rc.d
    [ -e $policy ] || [ ! -w /usr/sbin ] || { printf '#!/bin/sh\nexit 101\n' > $policy; chmod +x $policy; made_policy=1; }
    install nsd bind9 bind9-dnsutils bind9-utils unbound redis-server
    [ -z "${made_policy:-}" ] || rm -f $policy
  fi
fi

# The database that several instances of the issuer share: its programs only, no cluster of the system's (postgresql-common makes one unless it is told not to).
if command -v apt-get >/dev/null && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo="sudo -n"
  [ -e /etc/postgresql-common/createcluster.conf ] || { $sudo mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null; }
  install postgresql
fi

# What the issuer's walkthrough is made of.
if command -v apt-get >/dev/null; then
  install curl jq
fi

# The witness that "offline" opens no connection, and the roots that real certificates lead to.
if command -v apt-get >/dev/null; then
  install strace ca-certificates
fi

# A mail server that takes the issuer's alerts.
if command -v apt-get >/dev/null; then
  install python3-aiosmtpd
fi

# A hardware token in software for the issuer's keys, and who else reads its key files.
if command -v apt-get >/dev/null; then
  install softhsm2 openssl
fi

# Reads the issuer's systemd unit as systemd would.
if command -v apt-get >/dev/null; then
  command -v systemd-analyze >/dev/null || install systemd
fi

results=artifacts/test-results
rm -rf "$results"

say "Building"
dotnet build DigitalEmblem.sln --configuration Release --verbosity quiet --nologo

say "Testing"
status=0
# One project after another: side by side on a small machine, servers that tests wait for get no time, and nothing is gained.
dotnet test DigitalEmblem.sln --configuration Release --no-build --nologo -maxcpucount:1 --logger trx --results-directory "$results" || status=$?

# Each benchmark once, in one process: nothing is measured, only that they still run and that peers still agree (bench/README.md).
say "Running every benchmark once"
bench_log=artifacts/benchmarks.log
if dotnet run --configuration Release --no-build --project bench/DigitalEmblem.Benchmarks -- \
    --filter '*' --job Dry --inProcess --artifacts artifacts/benchmarks >"$bench_log" 2>&1 &&
  dotnet run --configuration Release --no-build --project bench/DigitalEmblem.Benchmarks -- pairs 1 >>"$bench_log" 2>&1; then
  echo "Benchmarks: all ran, $(grep -o 'executed benchmarks: [0-9]*' "$bench_log" | tail -n 1 | grep -o '[0-9]*') cases."
else
  tail -n 60 "$bench_log"
  echo "Benchmarks: at least one did not run; the whole log is in $bench_log." >&2
  status=1
fi

# The counts that the runner wrote: total = passed + failed + skipped.
shopt -s nullglob
files=("$results"/*.trx)
if [ ${#files[@]} -eq 0 ]; then
  echo "No test ran." >&2
  exit 1
fi
read -r passed failed skipped < <(grep -ho '<Counters [^>]*>' "${files[@]}" | awk '
  { match($0, /total="[0-9]+"/);  t = substr($0, RSTART + 7, RLENGTH - 8)
    match($0, / passed="[0-9]+"/); p = substr($0, RSTART + 9, RLENGTH - 10)
    match($0, / failed="[0-9]+"/); f = substr($0, RSTART + 9, RLENGTH - 10)
    total += t; passed += p; failed += f }
  END { print passed + 0, failed + 0, total - passed - failed }')
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && exit "$status"
exit 1
