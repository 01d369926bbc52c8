#!/usr/bin/env bash
# Makes the Debian packages: the command, and the issuer, which brings its own runtime, because Debian has none. Read by release.sh.

debian_architecture=$(dpkg --print-architecture)

place() { # MODE FROM TO: a file of a package; -D makes the folders above it
  command install -D -m "$1" "$2" "$3"
}

finish_package() { # ROOT NAME VERSION OUT: control, changelog and checksums, and then the package
  local root=$1 name=$2 number=$3 to=$4 from=$clone/packaging/debian/$2 documents=$1/usr/share/doc/$2
  place 0644 "$clone/packaging/debian/copyright" "$documents/copyright"
  sed "s/@VERSION@/$number/g; s/@NAME@/$name/g; s/@DATE@/$(date -u -R -d "@$SOURCE_DATE_EPOCH")/" "$clone/packaging/debian/changelog" \
    | gzip -9n >"$work/changelog.gz"
  place 0644 "$work/changelog.gz" "$documents/changelog.gz"
  [ ! -e "$from/lintian-overrides" ] || place 0644 "$from/lintian-overrides" "$root/usr/share/lintian/overrides/$name"
  mkdir -p "$root/DEBIAN"
  sed "s/@VERSION@/$number/g; s/@ARCHITECTURE@/$debian_architecture/; s/@SIZE@/$(du -sk --apparent-size "$root" | cut -f1)/" \
    "$from/control" >"$root/DEBIAN/control"
  for script in preinst postinst prerm postrm; do
    [ ! -e "$from/$script" ] || place 0755 "$from/$script" "$root/DEBIAN/$script"
  done
  [ ! -e "$from/conffiles" ] || place 0644 "$from/conffiles" "$root/DEBIAN/conffiles"
  (cd "$root" && find . -type f ! -path './DEBIAN/*' -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' md5sum >DEBIAN/md5sums)
  find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  mkdir -p "$to"
  dpkg-deb --root-owner-group -Zxz -z2 --build "$root" "$to/${name}_${number}_$debian_architecture.deb" >/dev/null
}

# Where the issuer's sources stand while they are compiled. Razor writes the length of their path into its pages
# (https://github.com/dotnet/razor/issues/7396), so that a build in another folder would have other bytes.
one_place=/tmp/digital-emblem-source

in_one_place() { # CLONE COMMAND...: runs it where the clone stands at that path. Only the command sees it there, so it cannot share a compiler
  local clone=$1 private=(unshare --mount)
  shift
  [ "$(id -u)" -eq 0 ] || private=(unshare --user --map-root-user --mount)
  # Another user who owned the folder could take it away during the build, and put other sources in its place.
  if ! mkdir -p "$one_place" || [ -L "$one_place" ] || [ ! -O "$one_place" ] || [ -n "$(find "$one_place" -maxdepth 0 -perm /022)" ]; then
    echo "$one_place is no folder of yours alone: remove it." >&2
    return 1
  fi
  MSBUILDDISABLENODEREUSE=1 "${private[@]}" sh -c 'mount --bind "$1" "$2" && cd "$2" && shift 2 && exec "$@"' sh "$clone" "$one_place" "$@"
}

gather_programs() { # CLONE NUGET TO: the native command out of the package of the tool, and the issuer with its runtime
  local clone=$1 to=$3
  mkdir -p "$to/command"
  unzip -q -j "$2/DigitalEmblem.Cli.linux-x64.$version.nupkg" 'tools/any/linux-x64/*' -x '*/DotnetToolSettings.xml' -d "$to/command"
  # With machine code, because an operator waits for each command, and the service for each start, half as long.
  in_one_place "$clone" dotnet publish "$one_place/src/DigitalEmblem.Issuer" --configuration Release --self-contained --use-current-runtime \
    -p:PublishReadyToRun=true --output "$to/issuer" --verbosity quiet -p:UseSharedCompilation=false -p:RunAnalyzers=false -p:RestoreLockedMode=false
  # What neither program needs to run: documentation for compilers, and symbols.
  find "$to" -type f \( -name '*.xml' -o -name '*.pdb' -o -name '*.dbg' -o -name createdump \) -delete
  find "$to" -type f -exec chmod 0644 {} +
  find "$to" -name '*.so' -exec strip --strip-unneeded {} +
  chmod 0755 "$to/command/emblem" "$to/issuer/issuer"
}

make_command_package() { # CLONE PROGRAMS VERSION OUT
  local clone=$1 programs=$2 root
  root=$(mktemp -d -p "$work") && chmod 0755 "$root"
  mkdir -p "$root/usr/lib/digital-emblem" "$root/usr/bin"
  cp -r "$programs/command/." "$root/usr/lib/digital-emblem/"
  ln -s ../lib/digital-emblem/emblem "$root/usr/bin/emblem"
  rm -rf "$work/man" && mkdir "$work/man"
  "$programs/command/emblem" man --out "$work/man"
  for page in "$work"/man/*.1; do
    gzip -9n <"$page" >"$work/page.gz"
    place 0644 "$work/page.gz" "$root/usr/share/man/man1/$(basename "$page").gz"
  done
  for shell in bash:bash-completion/completions/emblem zsh:zsh/vendor-completions/_emblem fish:fish/vendor_completions.d/emblem.fish; do
    "$programs/command/emblem" completion "${shell%%:*}" >"$work/completion"
    place 0644 "$work/completion" "$root/usr/share/${shell#*:}"
  done
  finish_package "$root" digital-emblem "$3" "$4"
}

make_issuer_package() { # CLONE PROGRAMS VERSION OUT
  local clone=$1 programs=$2 root unit page example
  root=$(mktemp -d -p "$work") && chmod 0755 "$root"
  mkdir -p "$root/usr/lib/emblem-issuer" "$root/usr/bin" "$root/etc/emblem-issuer"
  cp -r "$programs/issuer/." "$root/usr/lib/emblem-issuer/"
  ln -s ../lib/emblem-issuer/issuer "$root/usr/bin/emblem-issuer"
  gzip -9n <"$clone/packaging/debian/digital-emblem-issuer/emblem-issuer.1" >"$work/page.gz"
  place 0644 "$work/page.gz" "$root/usr/share/man/man1/emblem-issuer.1.gz"
  for unit in "$clone"/src/DigitalEmblem.Issuer/systemd/*; do
    place 0644 "$unit" "$root/lib/systemd/system/$(basename "$unit")"
  done
  place 0755 "$clone/packaging/operators/renew-certificate" "$root/usr/lib/emblem-issuer/renew-certificate"
  for page in first-organization upgrade-and-rollback; do
    place 0644 "$clone/docs/$page.md" "$root/usr/share/doc/digital-emblem-issuer/$page.md"
  done
  for example in issuer.json logs.env certificate.env; do
    place 0644 "$clone/packaging/debian/digital-emblem-issuer/$example" "$root/usr/share/doc/digital-emblem-issuer/examples/$example"
  done
  for example in rules.yml rules.test.yml dashboard.json; do
    place 0644 "$clone/packaging/operators/emblem-issuer.$example" \
      "$root/usr/share/doc/digital-emblem-issuer/examples/emblem-issuer.$example"
  done
  finish_package "$root" digital-emblem-issuer "$3" "$4"
}

make_debian() { # CLONE OUT
  local programs
  programs=$(mktemp -d -p "$work")
  gather_programs "$1" "$2/nuget" "$programs"
  make_command_package "$1" "$programs" "$version" "$2/debian"
  make_issuer_package "$1" "$programs" "$version" "$2/debian"
}
