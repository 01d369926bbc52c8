#!/usr/bin/env bash
# Fuzzes one target: fuzz/run.sh TARGET SECONDS [plain]
# With afl++ and SharpFuzz where afl-fuzz is installed (Debian: apt-get install afl++), else, or with "plain", in one process
# without instrumentation. Prints executions, executions a second and finds; finds are kept in fuzz/finds.
# Exit: 0 nothing found, 1 something found, 64 a mistake in the command line.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:-} seconds=${2:-} mode=${3:-}
[[ -n $target && $seconds =~ ^[0-9]+$ ]] || { sed -n '2,5s/^# //p' fuzz/run.sh >&2; exit 64; }

out=artifacts/fuzz
finds=fuzz/finds
plain=$out/plain
# An instrumented program reads AccessViolation outside of afl-fuzz, so there are two builds: one is instrumented, one replays.
if [ ! -x $plain/DigitalEmblem.Fuzz ] || [ -n "$(find src fuzz tests/DigitalEmblem.TestSupport tests/DigitalEmblem.Verifier.Tests/Model -name '*.cs' -newer $plain/DigitalEmblem.Fuzz -print -quit)" ]; then
  (
    flock 9
    rm -rf $out/instrumented
    # Without the lock: a compiler server that is started here outlives the build, and would keep it.
    dotnet publish fuzz/DigitalEmblem.Fuzz --configuration Release --output $plain --verbosity quiet --nologo 9>&-
    touch $plain/DigitalEmblem.Fuzz
  ) 9>"$(mkdir -p $out && echo $out/lock)"
fi

$plain/DigitalEmblem.Fuzz list | grep -qx -- "$target" || { echo "There is no target '$target'. 'fuzz list' names them: $($plain/DigitalEmblem.Fuzz list | tr '\n' ' ')" >&2; exit 64; }

if [ "$mode" = plain ] || ! command -v afl-fuzz >/dev/null; then
  exec $plain/DigitalEmblem.Fuzz run "$target" "$seconds" "${FUZZ_SEED:-$RANDOM}" $finds
fi

instrumented=$out/instrumented
(
  flock 9
  if [ ! -d $instrumented ]; then
    dotnet tool restore >/dev/null 9>&-
    cp -r $plain $instrumented.new
    for assembly in DigitalEmblem.dll DigitalEmblem.{Verifier,Discovery,Publishing,Store,Extensions,Data}.dll emblem.dll; do
      dotnet sharpfuzz $instrumented.new/$assembly 9>&-
    done
    mv $instrumented.new $instrumented
  fi
) 9>$out/lock

run=$out/afl/$target
rm -rf "$run"
mkdir -p "$run"
export AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 DOTNET_TieredPGO=0
afl-fuzz -i "fuzz/corpus/$target" -o "$run" -V "$seconds" -t 10000 -m none -- $instrumented/DigitalEmblem.Fuzz afl "$target" >"$run/log" 2>&1 || {
  tail -n 20 "$run/log" >&2
  exit 2
}

stats=$run/default/fuzzer_stats
value() { awk -F' *: *' -v name="$1" '$1 == name { print $2 }' "$stats"; }
found=0
shopt -s nullglob
for input in "$run"/default/crashes/id* "$run"/default/hangs/id*; do
  # Only what the ordinary build shows as well is a find.
  if ! timeout 60 $plain/DigitalEmblem.Fuzz replay "$target" "$input" >"$run/replay" 2>&1; then
    found=$((found + 1))
    mkdir -p $finds
    kept=$finds/$target-$(sha256sum "$input" | cut -c1-16)
    cp "$input" "$kept"
    echo "FOUND, kept in $kept"
    grep -m 3 . "$run/replay" || true
  fi
done

echo "$target: $(value execs_done) executions, $(value execs_per_sec | cut -d. -f1) a second, $found finds (afl++)"
[ $found -eq 0 ]
