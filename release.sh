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
passed=0 failed=0 skipped=0
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
  skipped=$((skipped + 1))
  echo "skipped $*"
}

clean() {
  dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true
  rm -rf "$work"
  rmdir "${one_place:-$work}" 2>/dev/null || true
}

expect() { # WHAT COMMAND...: one check. Its output is shown only if it fails
  local what=$1 log=$work/check.log
  shift
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $what"
  else
    failed=$((failed + 1))
    echo "FAILED  $what"
    sed 's/^/        /' "$log" | tail -n 40
  fi
}

make_packages() { # CLONE OUT: NuGet packages and their symbols. Analyzers are off, because CI's build has run them on these sources
  local clone=$1 to=$2
  for project in "$clone"/src/*/*.csproj; do
    case $project in *.Issuer.csproj | *.Texts.csproj | *.Cli.csproj) continue ;; esac # programs and their parts
    pack "$project" "$to"
  done
  # The command is three packages: the one that people name, a portable one, and a native one, which the SDK installs where it fits.
  pack "$clone/src/DigitalEmblem.Cli" "$to" -p:ReleasedTool=true
  pack "$clone/src/DigitalEmblem.Cli" "$to" -p:ReleasedTool=true --runtime any
  pack "$clone/src/DigitalEmblem.Cli" "$to" -p:ReleasedTool=true --runtime linux-x64
}

pack() { # PROJECT OUT OPTION...
  dotnet pack "$1" --configuration Release --output "$2/nuget" --verbosity quiet "${compiler[@]}" -p:RunAnalyzers=false "${@:3}"
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

make_twice() {
  local once=$work/one other=$work/another/clone/with/a/longer/path
  say "Making release $version of commit $(git rev-parse --short HEAD)"
  # These scripts and the version are read where they stand, and all else from a clone of the last commit.
  if [ -n "$(git status --porcelain)" ]; then
    echo "There are changes that are not committed: commit them, or put them aside." >&2
    exit 1
  fi
  make_all "$once" "$out"
  say "Making it again, elsewhere"
  mkdir -p "$(dirname "$other")"
  make_all "$other" "$work/again"
  if ! diff "$out/SHA256SUMS" "$work/again/SHA256SUMS"; then
    echo "Two builds of the same commit differ in the files above. Compare $out and a build of your own; nothing was released." >&2
    exit 1
  fi
  echo "Both are the same, byte for byte: $(wc -l <"$out/SHA256SUMS") files, $(du -sh "$out" | cut -f1)."
}

trap clean EXIT
rm -rf "$out"
install ca-certificates git unzip zip jq clang zlib1g-dev binutils mmdebstrap buildah # clang and zlib1g-dev are the linker of native programs
case "${1:-make}" in
  make)
    make_twice
    cat "$out/SHA256SUMS"
    ;;
  check)
    make_twice
    for part in packaging/check-*.sh; do
      say "Trying: $(sed -n '2s/^# //p' "$part")"
      # shellcheck disable=SC1090 # each part is read into this shell, and uses its functions
      . "$part"
    done
    echo
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ]
    ;;
  *)
    echo "'$1' is no word of this script: nothing, or check." >&2
    exit 64
    ;;
esac
