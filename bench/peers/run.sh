#!/usr/bin/env bash
# Peers that are not .NET. adem-js, the verifier of the ADEM authors' browser extension, through its published interface: if this machine has it and the deployed capture.
#   ADEM_JS=folder   where the package lies, built (its dist/index.js); else node_modules/adem-js or adem-chrome here
set -euo pipefail
cd "$(dirname "$0")"

capture=""
for folder in "${DIGITALEMBLEM_CORPORA:-}" ../../shared/corpora ../../../shared/corpora; do
  [ -z "$folder" ] || [ ! -f "$folder/deployed/emblem.felixlinker.de.txt" ] || { capture=$folder/deployed/emblem.felixlinker.de.txt; break; }
done

package=""
for folder in "${ADEM_JS:-}" node_modules/adem-js node_modules/adem-chrome; do
  [ -z "$folder" ] || [ ! -f "$folder/dist/index.js" ] || { package=$folder; break; }
done

if [ -z "$package" ] || [ -z "$capture" ] || ! command -v node >/dev/null; then
  echo "adem-js: not run (not on this machine)"
  exit 0
fi
node adem-js.mjs "$package/dist/index.js" "$capture"
