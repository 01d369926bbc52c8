#!/usr/bin/env bash
# Compares reading and hashing trees with other programs and with a C program that does the same and nothing else (data/walkhash.c), all in
# one run, in turns, with everything in the page cache. It prints the median of the turns, the peak of memory, and the goals.
#   FILES=100000    files of 4 kB, in folders of 100, and again all in one folder
#   LARGE=1024      MiB of one large file
#   VOLUME=2000000  entries of a volume of GENERATIONS=4096, which are merged
#   TURNS=5
#   COMMAND=artifacts/native/emblem   the native command, if it is to be measured too: marking, updating, checking and finding
#   ONLY_COMMAND=1  leave out what is not the command
# Everything stands below a temporary folder (TMPDIR): 8 kB and two inodes for each of FILES, LARGE, and 200 MB for VOLUME. It is deleted
# at the end.
# It installs Debian's gcc, libssl-dev, time, hashdeep and rhash if they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."

files=${FILES:-100000} large=${LARGE:-1024} volume=${VOLUME:-2000000} generations=${GENERATIONS:-4096} turns=${TURNS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

missing=()
for package in gcc libssl-dev time hashdeep rhash; do
  dpkg-query -W -f='${Status}' $package 2>/dev/null | grep -q 'ok installed' || missing+=($package)
done
if [ ${#missing[@]} -gt 0 ]; then
  sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo -n"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

gcc -O2 -o "$work/walkhash" bench/data/walkhash.c -lcrypto -lpthread
[ -n "${NO_BUILD:-}" ] || dotnet build bench/DigitalEmblem.Benchmarks --configuration Release --verbosity quiet --nologo >/dev/null
program=artifacts/bin/DigitalEmblem.Benchmarks/release/DigitalEmblem.Benchmarks.dll

# By default the collector lets a large cache fill with short-lived objects before it looks
# at them: tens of megabytes that no reading needs.
export DOTNET_GCGen0MaxBudget=600000
export DOTNET_TieredPGO=0

ours() { dotnet "$program" data "$@"; }
merge() { dotnet "$program" volume "$@"; }
with_xargs() { find "$1" -type f -print0 | xargs -0 -P2 sha256sum; }
with_find() { find "$1" -printf '%s %T@ %C@ %i\n'; }
twice() { openssl dgst -sha256 "$1" & openssl dgst -sha256 "$1"; wait; }
export -f ours merge with_xargs with_find twice
export program

make_tree() { # FOLDER COUNT FILES-A-FOLDER
  mkdir -p "$1"
  awk -v n="$2" -v per="$3" 'BEGIN {
    for (i = 0; i < n; i++) printf "%s %d\n", per ? "d" int(i / per / 100) "/e" int(i / per) % 100 "/" : "", i }' |
    ( cd "$1"; perl -e '
        open my $random, "<", "/dev/urandom"; read $random, my $block, 4080;
        while (<STDIN>) { my ($i) = /(\d+)$/; my ($folder) = /^(\S*) /;
          if ($folder and not $made{$folder}++) { my $at = ""; for (split m{/}, $folder) { $at .= "$_/"; mkdir $at } }
          open my $file, ">", sprintf("%sfile-%07d.dat", $folder, $i) or die; print $file sprintf("%016d", $i), $block; close $file }' )
}

measure() { # NAME COMMAND...: one turn
  local name=$1
  shift
  /usr/bin/time -o "$work/time" -f '%e %M' bash -c '"$@"' bash "$@" >/dev/null 2>&1
  tail -n 1 "$work/time" >>"$work/$name.times"
}

report() { # TITLE NAME...: the medians, with the ratio to the first
  local first="" median peak
  echo; echo "| $1 | median s | ratio | peak MB |"; echo "|---|---|---|---|"
  shift
  for name in "$@"; do
    median=$(sort -n "$work/$name.times" | awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }')
    peak=$(awk '$2 > m { m = $2 } END { printf "%.0f", m / 1024 }' "$work/$name.times")
    first=${first:-$median}
    awk -v n="$name" -v m="$median" -v f="$first" -v p="$peak" 'BEGIN { printf "| %s | %.2f | %.2f | %s |\n", n, m, m / f, p }'
  done
  for name in "$@"; do rm -f "$work/$name.times"; done
}

grep -m1 'model name' /proc/cpuinfo | sed 's/.*: //'
echo "$(nproc) processors, $files files of 4 kB, $large MiB in one file, $turns turns, load $(cut -d' ' -f1 /proc/loadavg) at the beginning"
make_tree "$work/few" 1000 100
make_tree "$work/tree" "$files" 100
make_tree "$work/flat" "$files" 0
head -c "${large}M" /dev/urandom >"$work/large"
mkdir "$work/one" && mv "$work/large" "$work/one/large"

library() { # reading and hashing alone
  local tree turn extra
  for tree in few tree flat; do
    ours hash "$work/$tree" 2 >/dev/null
    for ((turn = 0; turn < turns; turn++)); do
      measure ours ours hash "$work/$tree" 2
      measure c-program "$work/walkhash" hash "$work/$tree" 2
      measure sha256sum-xargs with_xargs "$work/$tree"
      if [ $turn -eq 0 ] && [ $tree = tree ]; then
        measure hashdeep hashdeep -c sha256 -r "$work/$tree"
        measure rhash rhash --sha256 -r "$work/$tree"
      fi
      measure walk ours walk "$work/$tree" 2
      measure c-walk "$work/walkhash" walk "$work/$tree"
      measure find-printf with_find "$work/$tree"
    done
    extra=(); [ $tree = tree ] && extra=(hashdeep rhash)
    report "hash: $tree" ours c-program sha256sum-xargs "${extra[@]}"
    report "walk with stamps: $tree" walk c-walk find-printf
  done

  cat "$work/one/large" >/dev/null
  for ((turn = 0; turn < turns; turn++)); do
    measure ours-1-thread ours hash "$work/one" 1
    measure openssl-dgst openssl dgst -sha256 "$work/one/large"
    measure ours-2-threads ours hash "$work/one" 2
    measure openssl-dgst-two-at-once twice "$work/one/large"
  done
  report "one large file (two at once read it twice)" ours-1-thread openssl-dgst ours-2-threads openssl-dgst-two-at-once

  merge make "$work/volume" "$generations" "$volume"
  merge make "$work/volume-1" 1 "$volume"
  for ((turn = 0; turn < turns; turn++)); do
    measure one-generation merge merge "$work/volume-1" 1 "$volume"
    measure all-generations merge merge "$work/volume" "$generations" "$volume"
  done
  report "the lists of a volume: $volume entries in 1 and in $generations generations" one-generation all-generations
}

[ -n "${ONLY_COMMAND:-}" ] || library
[ -n "${COMMAND:-}" ] || exit 0
export COMMAND work EMBLEM_PASSPHRASE=bench
society=https://society.example
( cd "$work"
  echo '[{"ver":"v1","id":"'"$(head -c 32 /dev/zero | base64)"'","hash":"'"$(head -c 32 /dev/zero | base64)"'"}]' >logs.json # never asked
  for key in root emblem; do "$OLDPWD/$COMMAND" key new --alg Ed25519 --out $key.pem --public $key.pub >/dev/null; done
  "$OLDPWD/$COMMAND" sign endorsement --key root.pem --issuer $society --subject $society --endorse emblem.pub --purpose protective \
    --lifetime 30d --log logs.json --out endorsement.cwt
  "$OLDPWD/$COMMAND" bundle endorsement.cwt root.pub emblem.pub --out endorsements.bundle ) >/dev/null
mark() { # mark|update FOLDER
  "$COMMAND" data "$1" "$2" --with "$work/endorsements.bundle" --key "$work/emblem.pem" --issuer https://society.example \
    --purpose protective --lifetime 7d
}
change() { find "$1" -name 'file-*[05]000.dat' -type f | sed -n 1,100p | while read -r file; do printf x >>"$file"; done; } # 100 files at most
find_none() { "$COMMAND" data find "$1" || [ $? -eq 1 ]; }
find_name() { find "$1" -name .adem; }
export -f mark find_none find_name

for tree in few tree flat; do
  for ((turn = 0; turn < turns; turn++)); do
    measure find find_none "$work/$tree"
    measure find-name find_name "$work/$tree"
    measure mark mark mark "$work/$tree"
    measure c-program "$work/walkhash" hash "$work/$tree" 2
    measure sha256sum-xargs with_xargs "$work/$tree"
    measure check "$COMMAND" data check "$work/$tree" --assume-committed
    change "$work/$tree"
    sleep 2.5
    measure update mark update "$work/$tree"
    measure find-printf with_find "$work/$tree"
    [ $turn -gt 0 ] || du -b "$work/$tree"/.adem/*.manifest | awk '{ print $1 }' >"$work/manifest"
    "$COMMAND" data remove "$work/$tree" >/dev/null
  done
  report "the command, reading all: $tree" mark check c-program sha256sum-xargs
  report "the command, update after a change: $tree" update find-printf
  report "the command, finding nothing: $tree" find find-name
  awk -v n="$([ $tree = few ] && echo 1000 || echo "$files")" '{ printf "\nThe manifest has %.1f bytes a file.\n", $1 / n }' "$work/manifest"
done
