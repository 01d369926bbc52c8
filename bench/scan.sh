#!/usr/bin/env bash
# Compares a sweep with dnsperf: the same questions to the same name server on loopback, in one run, over UDP, TCP and (through Unbound)
# TLS. Then it kills the same sweep twice and resumes it.
#   COUNT=1000000   names in the zone; MARKED=1 per cent of them have an emblem of three tokens and three keys
#   SAMPLE=200000   names asked over TCP and TLS
# Run it on an idle machine. It installs Debian's nsd, unbound and dnsperf if they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."

count=${COUNT:-1000000} marked=${MARKED:-1} sample=${SAMPLE:-200000}
work=$(mktemp -d) port=5391 tls_port=5392
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait; rm -rf "$work"' EXIT

missing=()
for package in nsd unbound dnsperf; do dpkg-query -W -f='${Status}' $package 2>/dev/null | grep -q 'ok installed' || missing+=($package); done
if [ ${#missing[@]} -gt 0 ]; then
  sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo -n"
  $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

echo "Building, and making a zone of $count names, $marked % of them marked"
dotnet build DigitalEmblem.sln --configuration Release --verbosity quiet --nologo >/dev/null
# Use the native build, as an operator does, or the ordinary one if this machine has no linker.
emblem=$work/native/emblem build=native
if ! dotnet publish src/DigitalEmblem.Cli --configuration Release -p:NativeCommand=true -o "$work/native" >"$work/publish.log" 2>&1; then
  emblem=artifacts/bin/DigitalEmblem.Cli/release/emblem build=ordinary
  dotnet build DigitalEmblem.sln --configuration Release --verbosity quiet --nologo >/dev/null
fi
dotnet run --configuration Release --no-build --project bench/DigitalEmblem.Benchmarks -- zone "$work" "$count" "$marked"
head -n "$sample" "$work/names.txt" >"$work/sample.txt"
head -n $((2 * sample)) "$work/questions.txt" >"$work/sample-questions.txt"

cat >"$work/nsd.conf" <<CONF
server:
  ip-address: 127.0.0.1
  port: $port
  username: ""
  zonesdir: "$work"
  database: ""
  pidfile: "$work/nsd.pid"
  xfrdfile: "$work/nsd.xfrd"
  zonelistfile: "$work/nsd.zones"
  xfrdir: "$work"
  server-count: 1
  rrl-ratelimit: 0
  minimal-responses: yes
  tcp-count: 200
remote-control:
  control-enable: no
zone:
  name: scan.example
  zonefile: zone
CONF
PATH="/usr/sbin:$PATH"
nsd -d -c "$work/nsd.conf" 2>"$work/nsd.log" & pids+=($!)

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=dns.example" -addext "subjectAltName=DNS:dns.example" \
  -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
cat >"$work/unbound.conf" <<CONF
server:
  interface: 127.0.0.1@$tls_port
  port: $tls_port
  tls-port: $tls_port
  tls-service-key: "$work/key.pem"
  tls-service-pem: "$work/cert.pem"
  username: ""
  chroot: ""
  directory: "$work"
  pidfile: "$work/unbound.pid"
  do-not-query-localhost: no
  module-config: "iterator"
  access-control: 127.0.0.0/8 allow
  msg-cache-size: 512m
  rrset-cache-size: 512m
  num-threads: 1
  incoming-num-tcp: 200
remote-control:
  control-enable: no
stub-zone:
  name: "scan.example"
  stub-addr: 127.0.0.1@$port
CONF
unbound -d -c "$work/unbound.conf" 2>"$work/unbound.log" & pids+=($!)
for _ in $(seq 300); do dnsperf -s 127.0.0.1 -p $port -d <(echo "scan.example SOA") -n 1 2>/dev/null | grep -q 'completed: *1' && break; sleep 0.2; done

rows=()
row() { rows+=("$1"); printf '%s\n' "$1"; }
perf() { # transport, port, questions: questions a second
  dnsperf -s 127.0.0.1 -p "$2" -m "$1" -d "$3" -q 200 -n 1 2>/dev/null | awk '/Queries per second/ {printf "%d", $4} /Queries lost/ {lost=$3} END {if (lost > 0) printf " (lost %d)", lost}'
}
sweep() { # label, questions a second of dnsperf, names, options of emblem...
  local label=$1 limit=$2 names=$3; shift 3
  rm -f "$work/out.jsonl"
  /usr/bin/env bash -c 'exec "$@"' _ "$emblem" scan "$names" --assume-committed --out "$work/out.jsonl" "$@" 2>"$work/report.txt" || true
  local rate; rate=$(grep -o '([0-9,]* a second)' "$work/report.txt" | tr -cd '0-9')
  local memory; memory=$(grep -o 'peak memory [0-9]* MiB' "$work/report.txt")
  local lost; lost=$(grep 'could not find out' "$work/report.txt" | awk '{print $5}')
  row "$label: dnsperf $limit questions/s; emblem scan $((2 * rate)) questions/s ($rate names/s), $(awk -v a=$((2 * rate)) -v b="${limit%% *}" 'BEGIN {printf "%.2f", a / b}') of it; $memory; could not find out: $lost; lines $(wc -l <"$work/out.jsonl")"
}

echo "UDP, $count names"
sweep "UDP, $count names, $marked % marked" "$(perf udp $port "$work/questions.txt")" "$work/names.txt" --server 127.0.0.1:$port
cp "$work/out.jsonl" "$work/undisturbed.jsonl"
grep '"NotMarked"' "$work/out.jsonl" | sed 's/.*"name":"\([^"]*\)".*/\1/' >"$work/unmarked.txt"
sed 's/$/ TYPE65297/; p; s/ TYPE65297$/ TXT/' "$work/unmarked.txt" >"$work/unmarked-questions.txt"
sweep "UDP, the $(wc -l <"$work/unmarked.txt") names without an emblem (what the cryptography costs is the difference)" "$(perf udp $port "$work/unmarked-questions.txt")" "$work/unmarked.txt" --server 127.0.0.1:$port
echo "TCP, $sample names"
sweep "TCP, $sample names" "$(perf tcp $port "$work/sample-questions.txt")" "$work/sample.txt" --tcp --server 127.0.0.1:$port
echo "TLS through Unbound, $sample names (asked once before, so that its cache is warm for both)"
dnsperf -s 127.0.0.1 -p $tls_port -m dot -d "$work/sample-questions.txt" -q 200 -n 1 >/dev/null 2>&1
SSL_CERT_FILE="$work/cert.pem" sweep "TLS, $sample names" "$(perf dot $tls_port "$work/sample-questions.txt")" "$work/sample.txt" --dot "127.0.0.1:$tls_port#dns.example"

echo "UDP, $count names, killed twice (SIGKILL) and resumed"
for seconds in 3 4 never; do
  "$emblem" scan "$work/names.txt" --assume-committed --server 127.0.0.1:$port --out "$work/resumed.jsonl" --resume "$work/state" 2>"$work/report.txt" & scan=$!
  if [ "$seconds" = never ]; then wait $scan || true; else sleep "$seconds"; kill -KILL $scan 2>/dev/null || true; wait $scan 2>/dev/null || true; row "killed after $seconds s, at line $(grep -o '"line": [0-9]*' "$work/state" | tr -cd '0-9') of the state file"; fi
done
# Each line states its own instant of judgement, which no two runs share.
without_instants() { sed 's/"at":"[^"]*"/"at":""/' "$1"; }
if cmp -s <(without_instants "$work/resumed.jsonl") <(without_instants "$work/undisturbed.jsonl"); then
  row "killed twice and resumed: the same $(wc -l <"$work/resumed.jsonl") lines as the undisturbed run, but for the instant of each"
else
  row "killed twice and resumed: NOT the same"
fi

out=bench/results/$(date -u +%F)-scan.md
{
  echo "# A sweep beside dnsperf, $(date -u +%F)"
  echo
  echo "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1), $(nproc) cores shared by client and server, commit $(git rev-parse --short HEAD). Each pair in one run of \`bench/scan.sh\`: dnsperf 200 questions under way, no answer checked; emblem is the $build build."
  echo
  printf -- '- %s\n' "${rows[@]}"
} >"$out"
echo "Written: $out"
