#!/usr/bin/env bash
# Compiles assemblies of built programs to machine code, in the folders they were built into: tests/compile-ahead.sh PROJECT...
# The tests start the issuer some two hundred times, and each start would compile the same methods again. The issuer that operators
# install is compiled in the same way (PublishReadyToRun), so the tests run what they run. The next build puts the plain assemblies
# back.
set -euo pipefail
cd "$(dirname "$0")/.."

# What takes the most time at a start. Others, as the mail library, are used by few tests.
wanted='^(issuer|issuer-demo|emblem|identity-provider|DigitalEmblem|DigitalEmblem\..*|Microsoft\.(EntityFrameworkCore|Data|AspNetCore|OpenApi|IdentityModel|Extensions)\..*|Microsoft\.EntityFrameworkCore|Npgsql|Npgsql\..*|OpenTelemetry|OpenTelemetry\..*|System\.CommandLine|DnsClient|NSec\..*|Polly\..*|xunit\.(execution|assert|core).*)\.dll$'
never='\.Design\.dll$'
made=artifacts/ahead
rm -rf "$made"
mkdir -p "$made"

crossgen=$(dotnet build tests/ahead.proj -t:Crossgen -getTargetResult:Crossgen --nologo | sed -n 's/^ *"Identity": "\(.*\)",\?$/\1/p')
references=()
for framework in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
  folder=$(dotnet --list-runtimes | sed -n "s|^$framework \(10\.[0-9.]*\) \[\(.*\)\]$|\2/\1|p" | tail -n 1)
  references+=(--reference "$folder/*.dll")
done

compile() { # FOLDER ASSEMBLY: once for all folders that have the same one
  local sum
  sum=$(sha256sum "$1/$2" | cut -c -64)
  if [ ! -e "$made/$sum" ]; then
    # One that cannot be compiled, because it already is, stays as it was built.
    "$crossgen" "$1/$2" --out "$made/$sum" "${references[@]}" --reference "$1/*.dll" --targetos linux -O >"$made/$2.log" 2>&1 \
      || cp "$1/$2" "$made/$sum"
  fi
  cp "$made/$sum" "$1/$2"
}

for project in "$@"; do
  folder=artifacts/bin/$project/release
  for assembly in "$folder"/*.dll; do
    name=$(basename "$assembly")
    if [[ $name =~ $wanted && ! $name =~ $never ]]; then
      compile "$folder" "$name"
    fi
  done
done
