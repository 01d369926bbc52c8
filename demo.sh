#!/usr/bin/env bash
# Shows on this machine, with a name server of its own, how an emblem is made, published, checked and refused. It needs the .NET 10 SDK.
set -euo pipefail
cd "$(dirname "$0")"

cat <<'END'
This builds the emblem command, which takes one to four minutes the first time, and then runs 'emblem demo': it makes an authority and an
organization, signs an emblem, publishes it on a name server of its own, checks it, and shows that an altered copy is refused.
The build fetches packages from nuget.org; all else stays on this machine, in artifacts/ and in a new temporary folder.
END
command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2; exit 1; }

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
printf '\nBuilding the command ...\n'
# Analyzers are for those who change the sources.
dotnet build src/DigitalEmblem.Cli --configuration Release --nologo --verbosity minimal -p:RunAnalyzers=false
exec dotnet artifacts/bin/DigitalEmblem.Cli/release/emblem.dll demo
