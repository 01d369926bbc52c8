#!/usr/bin/env bash
# Runs all benchmarks and the peers that are not .NET, writes the tables to bench/results/DATE-MACHINE.md, and draws the picture beside it.
#   JOB=table|short|medium|default   how long to measure. results/ is made with table (twenty minutes for all, one process for each case);
#                                    short is quicker, medium takes more than an hour
#   FILTER='*'                 which benchmarks
#   MACHINE=name               the name of this machine; by default its processor and number of cores
set -euo pipefail
cd "$(dirname "$0")/.."

job=${JOB:-table}
filter=${FILTER:-*}
processor=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)
machine=${MACHINE:-$(printf '%s-%scores' "${processor:-unknown}" "$(nproc)" | tr '[:upper:]' '[:lower:]' | tr -cs 'a-z0-9\n' '-' | sed 's/^-//; s/-$//')}
day=$(date -u +%F)
artifacts=artifacts/benchmarks-$job
out=bench/results/$day-$machine
rm -rf "$artifacts"
if [ "$job" = table ]; then how=(--launchCount 1 --warmupCount 4 --iterationCount 12 --iterationTime 250); else how=(--job "$job"); fi
if [ "$job" = short ]; then turns=100; else turns=1000; fi

dotnet run --configuration Release --project bench/DigitalEmblem.Benchmarks -- \
  --filter "$filter" "${how[@]}" --exporters json github --artifacts "$artifacts"
dotnet run --configuration Release --no-build --project bench/DigitalEmblem.Benchmarks -- pairs "$turns" | tee "$artifacts/pairs.md"

if ! /usr/bin/python3 -c 'import matplotlib' 2>/dev/null; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo="sudo -n"
  $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends python3-matplotlib >/dev/null
fi
/usr/bin/python3 bench/plot.py "$artifacts/results" "$out.png" "$day, ${processor:-unknown}, $(nproc) cores, job $job"

{
  echo "# Results of $day"
  echo
  echo "${processor:-unknown}, $(nproc) cores, $(uname -sr), .NET SDK $(dotnet --version), commit $(git rev-parse --short HEAD)$(git diff --quiet HEAD -- src bench/DigitalEmblem.Benchmarks || echo ', with changes'). All in one run: \`JOB=$job bench/run.sh\`."
  echo "Read the ratios; the times are one machine's. What each benchmark measures stands in its class."
  echo "Where RatioSD is above 0.1, something else ran on the machine, and the figure means little. The picture shows medians. Load at the end: $(cut -d' ' -f1-3 /proc/loadavg)."
  echo
  echo "![Ratios to the bare checks, and what grows with sets and lists]($(basename "$out").png)"
  for table in "$artifacts"/results/*-report-github.md; do
    name=$(basename "$table" -report-github.md)
    printf '\n## %s\n\n' "${name##*.}"
    sed -n '/^|/p' "$table" | tr -d '*'
  done
  printf '\n## In pairs\n\nThe methods of one comparison in turns of 2 ms, in one process; ratios of %s turns each. Other work on the machine meets all of them: where a ratio here and one above differ, believe this one.\n\n' "$turns"
  cat "$artifacts/pairs.md"
  printf '\n## Peers that are not .NET\n\n'
  bench/peers/run.sh
} >"$out.md"
echo "Written: $out.md, $out.png"
