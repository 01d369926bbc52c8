#!/usr/bin/env bash
# Installs Debian packages, for test.sh and release.sh, which read this file.

say() { printf '\n== %s\n' "$*"; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

missing() { # which of these Debian packages are not installed
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

install() ( # installs missing Debian packages; their services are not started, because the tests start their own on loopback
  command -v apt-get >/dev/null || exit 0
  wanted=$(missing "$@")
  [ -n "$wanted" ] || exit 0
  say "Installing" $wanted
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    # Also when this is interrupted: with that file, no service of this machine would ever start again.
    trap 'as_root rm -f $policy' EXIT
    trap 'exit 130' INT TERM HUP
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null && as_root chmod +x $policy
  fi
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null || {
    echo "Could not install" $wanted": install them by hand, or run this as root or with sudo." >&2
    exit 1
  }
)

package_sources() { # the files that say where this machine takes its Debian packages from, for a system that is made of them
  find /etc/apt/sources.list /etc/apt/sources.list.d -type f \( -name '*.sources' -o -name '*.list' \) 2>/dev/null
}

needs_of() { # DEB: the packages that it depends on, with commas between them, without our own
  dpkg-deb --field "$1" Depends | tr ',' '\n' | sed 's/(.*)//; s/ //g' | grep -v '^digital-emblem' | paste -sd,
}
