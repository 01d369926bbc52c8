#!/usr/bin/env bash
# For translators (CONTRIBUTING.md, texts). Needs Issuer.Tests built.
#   tests/texts.sh missing LANGUAGE FILE   writes what the language lacks, one JSON object a line
#   tests/texts.sh merge LANGUAGE FILE     takes translations: {"code": …, "text": …} or {"code": …, "forms": {"One": …, …}} a line
#   tests/texts.sh catalogue               makes the list of sentences anew
set -euo pipefail
cd "$(dirname "$0")/.."
call=${1:?missing, merge or catalogue}
run() { dotnet test tests/DigitalEmblem.Issuer.Tests -c Release --no-build --nologo --filter "FullyQualifiedName~$1"; }
if [ "$call" = catalogue ]; then
    DIGITALEMBLEM_WRITE_TEXTS=1 run Texts.CatalogueTests.Catalogue_IsThatOfTheSources
else
    DIGITALEMBLEM_TEXTS="$call ${2:?language} $(realpath -m "${3:?file}")" run Texts.TranslatorsTests.Tool
fi
