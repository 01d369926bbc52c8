#!/usr/bin/env bash
# Makes a list of what each artefact is made of (SBOM, CycloneDX), by the tool of that project. Read by release.sh.

make_boms() { # CLONE OUT: one for each package, and one for the service. What only builds and tests is no part of them
  local project name file serial
  mkdir -p "$2/sbom"
  (cd "$1" && dotnet tool restore --verbosity quiet)
  # The tool reads what was restored, and finds nothing where nothing was. The issuer refers to all that is released.
  dotnet restore "$1/src/DigitalEmblem.Cli" --verbosity quiet
  dotnet restore "$1/src/DigitalEmblem.Issuer" --verbosity quiet
  for project in "$1"/src/*/*.csproj; do
    name=$(basename "$project" .csproj)
    [ "$name" != DigitalEmblem.Texts ] || continue # a part of two programs
    (cd "$1" && dotnet tool run dotnet-CycloneDX "$project" --output "$work/bom" --filename bom.json --output-format Json --no-serial-number \
      --disable-package-restore --include-project-references --exclude-dev --set-name "$name" --set-version "$version" >/dev/null)
    # The tool writes the present time, and a serial by chance. Both come from the sources here, so that a second build writes the same.
    serial=$(jq 'del(.metadata.timestamp)' "$work/bom/bom.json" | sha256sum)
    file=$2/sbom/$name.$version.cdx.json
    jq --arg time "$(date -u -d "@$SOURCE_DATE_EPOCH" +%FT%TZ)" \
      --arg serial "urn:uuid:${serial:0:8}-${serial:8:4}-8${serial:13:3}-8${serial:17:3}-${serial:20:12}" \
      'if (.components | length) == 0 then error("no component was found") else . end
        | .metadata.timestamp = $time | .serialNumber = $serial' "$work/bom/bom.json" >"$file"
  done
}
