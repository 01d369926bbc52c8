#!/usr/bin/env bash
# Makes a container image of the issuer out of the Debian packages and of Debian itself, without an image from elsewhere. Read by release.sh.

make_image() { # OUT: an OCI archive
  local root=$work/image.tar debs=$1/debian needs container
  # buildah keeps what it works on below this run's folder, and needs no service and no kernel module.
  local build=(buildah --storage-driver vfs --root "$work/containers" --runroot "$work/containers-run")
  # age encrypts and opens backups; the package only recommends it.
  needs=$(needs_of "$debs"/digital-emblem-issuer_*.deb),age
  # Documentation, lists of packages and logs are no use in an image, and differ from one build to the next.
  mmdebstrap --variant=minbase --include="$needs" --quiet --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook="copy-in $debs /tmp" \
    --customize-hook='chroot "$1" sh -c "dpkg --install /tmp/debian/*.deb >/dev/null && rm -r /tmp/debian"' \
    --customize-hook="chroot \"\$1\" dpkg-query --show --showformat='\${Package} \${Version} \${Architecture}\\n' >'$work/image-packages.txt'" \
    --customize-hook='rm -rf "$1"/var/cache/* "$1"/var/log/* "$1"/var/lib/apt/lists/* "$1"/etc/resolv.conf "$1"/etc/hostname' \
    bookworm "$root" $(package_sources)
  container=$("${build[@]}" from scratch)
  "${build[@]}" add --quiet "$container" "$root" / >/dev/null
  "${build[@]}" config --user emblem-issuer:emblem-issuer --workingdir /var/lib/emblem-issuer --volume /var/lib/emblem-issuer \
    --port 8630/tcp --port 8631/tcp --port 8632/tcp --env DOTNET_EnableDiagnostics=0 --env DOTNET_NOLOGO=1 \
    --entrypoint '["/usr/bin/emblem-issuer"]' --cmd serve \
    --label org.opencontainers.image.title=digital-emblem-issuer --label "org.opencontainers.image.version=$version" \
    --label org.opencontainers.image.licenses=Apache-2.0 "$container"
  "${build[@]}" commit --quiet --timestamp "$SOURCE_DATE_EPOCH" --rm "$container" "oci-archive:$work/image.oci.tar:digital-emblem-issuer:$version" \
    >/dev/null
  mkdir -p "$1/image"
  # The archive's own members carry the time of this build.
  mkdir -p "$work/oci"
  tar --extract --file "$work/image.oci.tar" --directory "$work/oci"
  tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --directory "$work/oci" . \
    | gzip -n >"$1/image/digital-emblem-issuer_${version}_$debian_architecture.oci.tar.gz"
  command install -D -m 0644 "$work/image-packages.txt" "$1/sbom/digital-emblem-issuer_${version}_image-packages.txt"
  rm -rf "$work/oci" "$work/containers" "$work/containers-run" "$root" "$work/image.oci.tar"
}
