#!/usr/bin/env bash
# Makes everything that is released into artifacts/release: packages for NuGet and for Debian, a container image, a list of the NuGet
# packages that each is made of (SBOM; of the image also its Debian packages), and checksums. It does so twice, in two clones of this
# repository, and refuses to go on if a byte differs, so that others can build the same and compare.
#   ./release.sh          makes it, of the last commit
#   ./release.sh check    also installs it outside of the repository and tries it as its users do; ends with one line of counts
# It needs the .NET 10 SDK, and installs everything else (Debian packages, as root or with sudo).
set -euo pipefail
cd "$(dirname "$0")"

out=$PWD/artifacts/release
work=$(mktemp -d)
clones=$work
tally=$work/tally # a line for each check
# Share one compiler server, because otherwise each project loads the compiler again. The script shuts it down at its end.
compiler=(-p:UseSharedCompilation=true)
export DOTNET_TieredPGO=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# CI has the commit in every file, and paths of no machine. The time of the commit stands for the time of everything that is made.
export CI=true
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
[ "$(dpkg --print-architecture)" = amd64 ] || { echo "The native parts are for amd64 only, and made on amd64." >&2; exit 1; }
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)

. packaging/install.sh # say, install

not_checked() { # WHAT AND WHY: it is counted as skipped, and said
  echo skipped >>"$tally"
  echo "skipped $part: $*"
}

clean() {
  local job
  for job in $(jobs -p); do kill -- "-$job" 2>/dev/null || true; done
  dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true
  rm -rf "$work"
  rmdir "${one_place:-$work}" 2>/dev/null || true
}

expect() { # WHAT COMMAND...: one check. Its output is shown only if it fails
  local what=$1 log
  log=$(mktemp -p "$work")
  shift
  if "$@" >"$log" 2>&1; then
    echo passed >>"$tally"
    echo "ok      $part: $what"
  else
    echo failed >>"$tally"
    { echo "FAILED  $part: $what"; sed 's/^/        /' "$log" | tail -n 40; }
  fi
}

apart() { # NAME COMMAND...: runs it in a shell of its own, with a folder of its own to work in, so that it can run beside others
  (work=$work/$1 && mkdir -p "$work" && "${@:2}")
}

make_packages() { # CLONE OUT: NuGet packages and their symbols. Analyzers are off, because CI's build has run them on these sources
  local clone=$1 to=$2
  # The SDK packs several projects at once only as a solution.
  (cd "$clone" && jq -n '{solution: {path: "DigitalEmblem.sln", projects: $ARGS.positional}}' --args $(libraries) >libraries.slnf)
  pack "$clone/libraries.slnf" "$to"
  # The command is three packages: the one that people name, a portable one, and a native one, which the SDK installs where it fits.
  pack "$clone/src/DigitalEmblem.Cli" "$to" -p:ReleasedTool=true
  pack "$clone/src/DigitalEmblem.Cli" "$to" -p:ReleasedTool=true --runtime any
  pack "$clone/src/DigitalEmblem.Cli" "$to" -p:ReleasedTool=true --runtime linux-x64
}

libraries() { # all that is no program and no part of one
  ls src/*/*.csproj | grep -v -e '\.Issuer\.csproj' -e '\.Texts\.csproj' -e '\.Cli\.csproj'
}

pack() { # PROJECT OUT OPTION...
  dotnet pack "$1" --configuration Release "-p:PackageOutputPath=$2/nuget" --verbosity quiet "${compiler[@]}" -p:RunAnalyzers=false "${@:3}"
}

# shellcheck disable=SC1091
for part in boms debian image; do . "packaging/make-$part.sh"; done

make_all() { # CLONE OUT
  git clone --quiet --no-hardlinks . "$1"
  mkdir -p "$2"
  make_packages "$1" "$2"
  make_boms "$1" "$2"
  make_debian "$1" "$2"
  make_image "$2"
  (cd "$2" && find . -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
}

make_twice() { # both at the same time, because each leaves one processor idle for the most part
  local once=$clones/one other=$clones/another/clone/with/a/longer/path first second code=0
  say "Making release $version of commit $(git rev-parse --short HEAD), twice (about seven minutes)"
  # These scripts and the version are read where they stand, and all else from a clone of the last commit.
  if [ -n "$(git status --porcelain)" ]; then
    echo "There are changes that are not committed: commit them, or put them aside." >&2
    exit 1
  fi
  mkdir -p "$(dirname "$other")"
  apart first make_all "$once" "$out" & first=$!
  apart second make_all "$other" "$work/again" & second=$!
  wait $first || code=$?
  wait $second || code=$?
  [ $code -eq 0 ] || exit $code
  if ! diff "$out/SHA256SUMS" "$work/again/SHA256SUMS"; then
    echo "Two builds of the same commit differ in the files above. Compare $out and a build of your own; nothing was released." >&2
    exit 1
  fi
  echo "Both are the same, byte for byte: $(wc -l <"$out/SHA256SUMS") files, $(du -sh "$out" | cut -f1)."
}

try() { # PART...: each after the other
  local part
  for part in "$@"; do
    say "Trying $part: $(sed -n '2s/^# //p' "packaging/check-$part.sh")"
    # shellcheck disable=SC1090 # each part is read into this shell, and uses its functions
    apart "try-$part" . "packaging/check-$part.sh"
  done
}

trap 'exit 130' INT TERM HUP
trap clean EXIT
set -m # each command that runs beside this script has a process group, so that all of it can be ended
rm -rf "$out"
install ca-certificates git unzip zip jq clang zlib1g-dev binutils mmdebstrap buildah # clang and zlib1g-dev are the linker of native programs
case "${1:-make}" in
  make)
    make_twice
    cat "$out/SHA256SUMS"
    ;;
  check)
    make_twice
    code=0
    try site & site=$! # the part that takes the longest
    try packages debian image & others=$!
    wait $site || code=$?
    wait $others || code=$?
    [ $code -eq 0 ] || echo "A part ended before its last check." >&2
    counted() { grep -c "^$1$" "$tally" || true; }
    echo
    echo "$(counted passed) passed, $(counted failed) failed, $(counted skipped) skipped"
    [ $code -eq 0 ] && [ "$(counted failed)" -eq 0 ]
    ;;
  *)
    echo "'$1' is no word of this script: nothing, or check." >&2
    exit 64
    ;;
esac
