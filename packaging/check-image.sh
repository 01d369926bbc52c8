#!/usr/bin/env bash
# the container image: what is in it, and that the service runs from it on a read-only root, as its user
# Read by release.sh. No container runtime is started: the root of the image is run in namespaces of its own, with loopback only.

archive=$work/image.oci.tar
images=(buildah --storage-driver vfs --root "$work/containers" --runroot "$work/containers-run")

unpacked() {
  gzip -dc "$out"/image/*.oci.tar.gz >"$archive" || return 1
  container=$("${images[@]}" from "oci-archive:$archive") && image_root=$("${images[@]}" mount "$container") && [ -d "$image_root/usr" ]
}

configured() { # VALUE QUERY: what the image's configuration says
  local found
  found=$("${images[@]}" inspect --format '{{.Config}}' "$container" | jq -c "$2")
  [ "$found" = "$1" ] || { echo "$2 is $found, and not $1"; return 1; }
}

empty() { # there is no file with anything in it where secrets, lists and logs are
  local found
  found=$(find "$image_root/etc/emblem-issuer" "$image_root/var/lib/emblem-issuer" "$image_root/var/lib/apt/lists" "$image_root/var/log" -type f -size +0)
  [ -z "$found" ] || { echo "$found"; return 1; }
}

runs() { # the service becomes live, answers no more than it should, and ends by itself when it is told to
  mkdir -p "$work/mount"
  unshare --net --mount --pid --fork bash -euo pipefail -c '
    mount --bind "$1" "$2" && mount -o remount,bind,ro "$2"
    mount -t proc proc "$2/proc" && mount --rbind /dev "$2/dev" && mount -t tmpfs tmpfs "$2/tmp"
    mount -t tmpfs -o mode=0755 tmpfs "$2/var/lib/emblem-issuer" && mount -t tmpfs tmpfs "$2/etc/emblem-issuer"
    ip link set lo up
    user=$(chroot "$2" id -u emblem-issuer)
    chown "$user" "$2/var/lib/emblem-issuer" && chmod 0700 "$2/var/lib/emblem-issuer"
    in_image=(chroot --userspec=emblem-issuer "$2" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/tmp DOTNET_EnableDiagnostics=0 emblem-issuer)
    "${in_image[@]}" setup /var/lib/emblem-issuer/organization >/dev/null
    printf "{\"version\": \"1\", \"log_list_timestamp\": \"%s\", \"operators\": []}" "$(date -u +%FT%TZ)" \
      >"$2/var/lib/emblem-issuer/organization/log_list.json"
    chmod 0644 "$2/var/lib/emblem-issuer/organization/log_list.json"
    "${in_image[@]}" serve --config /var/lib/emblem-issuer/organization/issuer.json >/tmp/serve.log 2>&1 & # each program becomes the next
    service=$!
    for _ in $(seq 150); do curl -s -o /dev/null http://127.0.0.1:8631/health/live && break; sleep 0.2; done
    curl -sS --fail http://127.0.0.1:8631/health/live || { cat /tmp/serve.log; exit 1; }
    ! touch "$2/usr/written" 2>/dev/null
    kill -TERM "$service"
    code=0; wait "$service" || code=$?
    echo "ended with $code"; [ "$code" -eq 0 ] || { cat /tmp/serve.log; exit 1; }
  ' runs "$image_root" "$work/mount"
}

expect "the image is read by buildah" unpacked
expect "it starts the service" configured '["/usr/bin/emblem-issuer"]' .config.Entrypoint
expect "it starts it with the settings of /etc/emblem-issuer" configured '["serve"]' .config.Cmd
expect "it runs as a user that is not root" configured '"emblem-issuer:emblem-issuer"' .config.User
expect "it has no secret, no package list and no log" empty
expect "the service runs from it on a read-only root, and ends when it is told to" runs
echo "No container runtime was started: rootless podman needs user namespaces and a network helper that a CI machine may lack."
