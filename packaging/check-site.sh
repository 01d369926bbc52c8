#!/usr/bin/env bash
# the documentation site, as it is read on a telephone and on a large screen
# Read by release.sh. The site itself is not compared byte for byte: it is read, and not installed.

install chromium fonts-noto-core fonts-noto-cjk

looks_right() { # every page at two widths, in light and dark
  dotnet build tests/DigitalEmblem.Browser.Tests --configuration Release --verbosity quiet --nologo "${compiler[@]}" -p:RunAnalyzers=false &&
    dotnet test tests/DigitalEmblem.Browser.Tests --configuration Release --no-build --nologo --filter Category=Site
}

expect "the site is built, and no page of it loads from another host" docs/build.sh
expect "every page fits, leads somewhere, asks nobody else and passes axe" looks_right
echo "        pictures of it are in artifacts/docs-pictures"
