#!/usr/bin/env bash
# Installs what the tests need, builds everything once, runs the tests, and ends with one line of real counts:
#   N passed, N failed, N skipped
# Without an argument it runs all that CI runs. With one:
#   quick   leaves out tests that start a service or another program (the issuer's API, name servers, databases), tests that inject
#           faults, and benchmarks
#   pages   opens every page of the issuer in a browser, at every width, in four languages, in dark and forced colours, and as printed,
#           and looks for faults of accessibility and raw texts; pictures in artifacts/pages; goes the whole way by keyboard
#           alone and without scripts
#   exercises   walks through the exercises of docs/exercises in a browser, as they say
#   kills   kills the issuer with SIGKILL at each step of its work, in some hundred processes (CONTRIBUTING.md); it takes too long to run
#           for each change
# It needs the .NET 10 SDK, and installs everything else (Debian packages, as root or with sudo).
set -euo pipefail
cd "$(dirname "$0")"

results=artifacts/test-results
in_ci='Category!=Kills&Category!=Pages&Category!=Exercises&Category!=Site' # what './test.sh' runs; the others have words of their own
native=artifacts/native
status=0
longest_test=4m # a test that takes longer waits for ever
# Share one compiler server, because otherwise each project loads the compiler and the analyzers again. The script shuts it down at its end.
compiler=(-p:UseSharedCompilation=true)
# Turn profiling for the JIT compiler off: it costs a third of the time, and the compiler and the tests run too short to gain from it.
export DOTNET_TieredPGO=0
# Let the runtime write machine code where it runs it: mapping each page a second time is a twentieth of what the started programs take.
export DOTNET_EnableWriteXorExecute=0

. packaging/install.sh # say, install

install_for_the_sdk() { # the roots, for the package registry, and ICU: .NET converts international names with it, and does not start without it
  install ca-certificates
  command -v apt-get >/dev/null && ! ldconfig -p | grep -q 'libicuuc\.so' || return 0
  as_root apt-get update -qq
  install "$(apt-cache search --names-only '^libicu[0-9]+$' | awk '{print $1}' | sort -V | tail -n 1)"
}

install_all() {
  local packages=(
    nsd bind9 bind9-utils unbound redis-server postgresql # servers
    pdns-server pdns-backend-sqlite3                      # the name server whose HTTP API the issuer publishes by
    bind9-dnsutils bind9-host knot-dnsutils               # the tools whose output 'emblem verify' reads
    curl jq                                               # the commands of the issuer's walkthrough
    strace                                                # shows that "offline" opens no connection
    python3-aiosmtpd                                      # a mail server that takes the issuer's alerts
    python3-yaml                                          # the example for octoDNS
    zsh fish                                              # shells that are asked for completions, as is bash
    man-db groff-base mandoc                              # readers of the man pages
    prometheus                                            # reads the issuer's figures, and checks its alert rules (promtool)
    lego pebble                                           # a client and an authority of ACME, for the certificate that binds the root key
    age                                                   # encrypts the issuer's backups
    softhsm2 openssl                                      # a hardware token in software, and another reader of the issuer's key files
    systemd                                               # checks the issuer's unit file
    clang zlib1g-dev                                      # the linker of the native command
    chromium fonts-noto-core fonts-noto-cjk               # the browser that opens the issuer's pages
  )
  # Install PostgreSQL's programs only: by default its package also creates and starts a cluster of the system.
  if [ -n "$(missing postgresql)" ] && command -v apt-get >/dev/null && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  # Install Debian's Node.js only where there is none: another one that is there brings its own npm, which Debian's conflicts with.
  command -v node >/dev/null && command -v npm >/dev/null || packages+=(nodejs npm)
  install "${packages[@]}"
  install_store
}

install_store() { # installs the object store that the tests start on loopback, in the versions of its lock file; none of its scripts is run
  local store=artifacts/s3rver
  command -v npm >/dev/null || return 0
  mkdir -p $store
  cp tests/DigitalEmblem.Cli.Tests/Stores/package.json tests/DigitalEmblem.Cli.Tests/Stores/package-lock.json $store
  cmp -s $store/package-lock.json $store/installed-lock.json && return 0
  npm ci --prefix $store --ignore-scripts --no-audit --no-fund --silent || {
    echo "Could not install the object store of the tests (npm's s3rver): is the package registry of npm reachable?" >&2
    return 1
  }
  cp $store/package-lock.json $store/installed-lock.json
}

install_beside() { # COMMAND...: installs while COMMAND runs, which needs nothing of it and waits less for the network than for the processor
  local log=artifacts/install.log installing code=0
  mkdir -p artifacts
  install_all >"$log" 2>&1 &
  installing=$!
  "$@" || code=$?
  wait "$installing" || { cat "$log" >&2; exit 1; }
  [ "$code" -eq 0 ] || exit "$code"
}

build() {
  say "Building"
  dotnet build DigitalEmblem.sln --configuration Release --verbosity quiet --nologo "${compiler[@]}"
}

build_pages() { # builds what the tests in a browser need, and nothing else
  say "Building"
  dotnet build tests/DigitalEmblem.Browser.Tests --configuration Release --verbosity quiet --nologo "${compiler[@]}" -p:RunAnalyzers=false
}

publish_native() { # publishes the command as one native file, as people install it, for tests of its memory and start time
  # Analyzers are off, because the build has already run them on these sources.
  dotnet publish src/DigitalEmblem.Cli --configuration Release -p:NativeCommand=true --output "$native" --verbosity quiet --nologo "${compiler[@]}" \
    -p:RunAnalyzers=false
}

compile_ahead() { # compiles what later tests start over and over, so that each start does not compile it again
  tests/compile-ahead.sh DigitalEmblem.Issuer DigitalEmblem.Issuer.Demo DigitalEmblem.Issuer.Tests DigitalEmblem.Issuer.Worker \
    DigitalEmblem.EndToEnd.Tests DigitalEmblem.IdentityProvider
}

check_format() { # checks white space only, because style and analyzers are part of the build; by folder, which loads no project
  dotnet format whitespace . --folder --exclude artifacts --verify-no-changes --verbosity quiet
}

publish_native_beside() { # COMMAND...: publishes while COMMAND runs, which needs neither the native command nor both processors
  local log=artifacts/native.log format=artifacts/format.log publishing
  say "Publishing the native command, compiling ahead and checking the format of sources beside the first tests"
  mkdir -p artifacts
  { check_format >"$format" 2>&1 || touch artifacts/format.failed; publish_native >"$log" 2>&1 && compile_ahead >>"$log" 2>&1; } &
  publishing=$!
  "$@"
  wait "$publishing" || { cat "$log"; echo "The native command could not be published, or the issuer not be compiled ahead." >&2; exit 1; }
  if [ -e artifacts/format.failed ]; then
    head -n 20 "$format"
    echo "Sources are not formatted: run 'dotnet format whitespace . --folder --exclude artifacts' and commit what it changes." >&2
    status=1
  fi
  export DIGITALEMBLEM_NATIVE_COMMAND="$PWD/$native/emblem"
}

run_tests() { # FILTER AT-ONCE PROJECT...: runs built tests. AT-ONCE is 1 for tests with servers: side by side the servers get too little time
  local filter=$1 at_once=$2 assemblies=()
  shift 2
  for project in "$@"; do
    assemblies+=("artifacts/bin/DigitalEmblem.$project/release/DigitalEmblem.$project.dll")
  done
  say "Testing"
  # Restore the default for INT and HUP: tests stop programs with them, but background jobs of a shell ignore them. A test that waits for
  # ever is ended and named, in place of a run without end; the longest one takes a minute and a half on a busy machine.
  env --default-signal=INT,HUP dotnet test "${assemblies[@]}" --nologo --filter "$filter" --logger trx --results-directory "$results" \
    --blame-hang --blame-hang-timeout "$longest_test" --blame-hang-dump-type none \
    -- "RunConfiguration.MaxCpuCount=$at_once" || status=$?
}

run_benchmarks() { # runs each once in one process, only to show that they still run and that peers still agree (bench/README.md)
  local log=artifacts/benchmarks.log benchmarks=artifacts/bin/DigitalEmblem.Benchmarks/release/DigitalEmblem.Benchmarks.dll
  say "Running every benchmark once"
  if dotnet "$benchmarks" once artifacts/benchmarks >"$log" 2>&1 && dotnet "$benchmarks" pairs 1 >>"$log" 2>&1; then
    echo "Benchmarks: all ran, $(grep -o 'executed benchmarks: [0-9]*' "$log" | awk '{ n += $3 } END { print n }') cases."
  else
    tail -n 60 "$log"
    echo "Benchmarks: at least one did not run; the whole log is in $log." >&2
    status=1
  fi
}

count() { # adds up the runner's results: total = passed + failed + skipped
  shopt -s nullglob
  local files=("$results"/*.trx) passed failed skipped
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
}

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2; exit 1; }
trap 'dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true' EXIT
rm -rf "$results" artifacts/format.failed
install_for_the_sdk
case "${1:-all}" in
  all)
    install_beside build
    publish_native_beside run_tests "$in_ci" 1 Tests Verifier.Tests Data.Tests Fuzz.Tests
    # These start many programs, none of which runs long enough to gain from compiling its methods a second time.
    export DOTNET_TC_CallCounting=0
    run_tests "$in_ci" 1 Issuer.Tests EndToEnd.Tests
    run_tests "$in_ci" 2 Cli.Tests Browser.Tests # the browser waits, and the other needs no server
    run_benchmarks
    ;;
  quick)
    install openssl
    build
    run_tests 'Category!=Kills&Category!=Faults&Category!=Servers' 2 Tests Verifier.Tests Data.Tests Cli.Tests Fuzz.Tests Issuer.Tests
    ;;
  pages)
    install_beside build_pages
    longest_test=12m # one test walks through all pages
    run_tests 'Category=Pages' 1 Browser.Tests
    ;;
  exercises)
    install_beside build_pages
    run_tests 'Category=Exercises' 1 Browser.Tests
    ;;
  kills)
    install_beside build
    run_tests 'Category=Kills' 1 Issuer.Tests
    ;;
  *)
    echo "'$1' is no word of this script: nothing, quick, pages, exercises or kills." >&2
    exit 64
    ;;
esac
count
