#!/usr/bin/env bash
# Makes the documentation site from the Markdown of this repository and the public members of the libraries, into artifacts/docs.
# A link that leads nowhere, and a page that would load anything from another host, fail it.
# It needs the .NET 10 SDK. docfx is a tool of this repository (.config/dotnet-tools.json). Its settings, docfx.json, stand at the root,
# because docfx takes a link for broken whose way leads above the folder of its settings and down again.
set -euo pipefail
cd "$(dirname "$0")/.."

site=artifacts/docs
export DOTNET_TieredPGO=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
compiler=(-p:UseSharedCompilation=true)
# Readers are watched by nobody: their browser refuses whatever is not of the site itself.
policy="default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:"

rm -rf $site artifacts/docs-assemblies artifacts/docs-api
dotnet tool restore >/dev/null
for library in Extensions Publishing Store Data Testing; do # with all that they know, which is every library and every package
  # Analyzers are off, because CI's build has run them on these sources.
  dotnet publish "src/DigitalEmblem.$library" --configuration Release --output artifacts/docs-assemblies --verbosity quiet "${compiler[@]}" \
    -p:RunAnalyzers=false
done
dotnet docfx metadata docfx.json --warningsAsErrors --logLevel warning
dotnet docfx build docfx.json --warningsAsErrors --logLevel warning
find $site -name '*.html' -exec sed -i "s|<meta charset=\"utf-8\">|&<meta http-equiv=\"Content-Security-Policy\" content=\"$policy\">|" {} +

if grep -rnoE --include='*.html' '(<(script|img|iframe|source|video|audio|embed)[^>]* src|<object[^>]* data|<link[^>]* href)="(https?:)?//[^"]*"' $site; then
  echo "The pages above load something from another host." >&2
  exit 1
fi
if grep -rL --include='*.html' --exclude=toc.html 'Content-Security-Policy' $site | grep .; then
  echo "The pages above do not say that nothing is loaded from other hosts: has docfx's template changed?" >&2
  exit 1
fi
echo "The site is in $PWD/$site: $(find $site -name '*.html' | wc -l) pages. To read it: dotnet docfx serve $site, and open the address that it prints."
