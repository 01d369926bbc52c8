#!/usr/bin/env bash
# the Debian packages, in a clean system of their own
# Read by release.sh. It installs, checks, makes a first organization, upgrades and purges, without a network but its own loopback.

install lintian mmdebstrap systemd
debs=$out/debian
root=$work/root
says=$PWD/artifacts/release-transcript.txt # what a person saw who did this

make_system() { # with what the packages depend on, and what the steps below need
  mmdebstrap --variant=minbase --include="$(needs_of "$debs"/digital-emblem-issuer_*.deb),systemd,man-db,bash-completion,curl,jq" --quiet \
    bookworm "$root" $(package_sources)
}

later() { # the same as a later version, for an upgrade
  local deb parts
  mkdir -p "$root/packages/later"
  for deb in "$debs"/*.deb; do
    parts=$(mktemp -d -p "$work")
    dpkg-deb --raw-extract "$deb" "$parts" && sed -i "s/$version/$version+1/" "$parts/DEBIAN/control" || return 1
    dpkg-deb --root-owner-group -Znone --build "$parts" "$root/packages/later/$(basename "$deb")" || return 1
    rm -rf "$parts"
  done
}

inside() { # SCRIPT: in the system, with nothing of this machine but its processor: no network, no other process
  unshare --net --mount --pid --fork sh -c "mount -t proc proc '$root/proc' && mount -t tmpfs tmpfs '$root/tmp' && mount --rbind /dev '$root/dev' \
    && ip link set lo up && exec chroot '$root' /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 /bin/bash -euo pipefail -c \"\$1\"" \
    sh "$1"
}

step() { # WHAT SCRIPT: a step that must succeed, and stands in the transcript
  printf '\n# %s\n' "$1" >>"$says"
  expect "$1" told "$2"
}

told() {
  local code=0
  { sed 's/^/$ /' <<<"$1"; inside "$1" 2>&1; } >"$work/step.txt" || code=$?
  tee -a "$says" <"$work/step.txt"
  return $code
}

: >"$says"
expect "lintian finds nothing but what is overridden with a reason" lintian --allow-root --fail-on error,warning --tag-display-limit 0 "$debs"/*.deb
expect "a clean system is made" make_system
mkdir -p "$root/packages"
cp "$debs"/*.deb "$root/packages/"
expect "a later version is made" later

step "both packages are installed" 'dpkg --install /packages/*.deb'
step "the command answers, in the language of its user" '
emblem --version
LANG=ar emblem verify /nonexistent || [ $? -eq 64 ]
emblem demo | tail -n 3'
step "there are man pages and completions" '
man --pager=cat emblem-check | head -n 20
ls /usr/share/man/man1/ | grep -c emblem
. /usr/share/bash-completion/completions/emblem && complete -p emblem'
step "alert rules and a dashboard are among the examples" 'ls /usr/share/doc/digital-emblem-issuer/examples
test -s /usr/share/doc/digital-emblem-issuer/examples/emblem-issuer.rules.yml
jq -r .title /usr/share/doc/digital-emblem-issuer/examples/emblem-issuer.dashboard.json'
step "the unit is one that the service can be started by" '
stat -c "%U %a %n" /var/lib/emblem-issuer /etc/emblem-issuer
getent passwd emblem-issuer'
expect "systemd takes the units" systemd-analyze verify --man=no --root="$root" emblem-issuer.service emblem-checkpage.service emblem-logs.service \
  emblem-logs.timer emblem-certificate.service emblem-certificate.timer

# What the README for operators says, with the passphrase in a file in place of a credential, because no systemd runs here.
cat >"$root/root/functions.sh" <<'EOF'
serve() { # starts the service as its unit does
  runuser -u emblem-issuer -- emblem-issuer serve >/tmp/serve.log 2>&1 &
  for _ in $(seq 150); do curl -s -o /dev/null http://127.0.0.1:8631/health/live && return; sleep 0.2; done
  cat /tmp/serve.log
  return 1
}
call() { # METHOD PATH [BODY]: a call of the API by the administrator
  curl -sS --fail-with-body -H "Authorization: Bearer $(cat /root/ada.key)" -X "$1" -H 'Content-Type: application/json' ${3:+-d "$3"} \
    "http://127.0.0.1:8630/api/v1/$2"
}
issuer() { runuser -u emblem-issuer -- emblem-issuer "$@"; }
EOF
step "a first organization: settings, database, administrator, keys" '. /root/functions.sh
umask 027
for secret in key-passphrase web-secret; do head -c 33 /dev/urandom | base64 >/etc/emblem-issuer/$secret; done
jq ".Custody.Files.Passphrase = {File: \"/etc/emblem-issuer/key-passphrase\"} | .Web.Secret = {File: \"/etc/emblem-issuer/web-secret\"}
  | del(.Publishing)" /usr/share/doc/digital-emblem-issuer/examples/issuer.json >/etc/emblem-issuer/issuer.json
echo "{\"version\": \"1\", \"log_list_timestamp\": \"$(date -u +%FT%TZ)\", \"operators\": []}" >/etc/emblem-issuer/log_list.json # no log is asked here
chgrp -R emblem-issuer /etc/emblem-issuer
chown emblem-issuer /etc/emblem-issuer/key-passphrase /etc/emblem-issuer/web-secret
chmod 0400 /etc/emblem-issuer/key-passphrase /etc/emblem-issuer/web-secret
issuer migrate
issuer access add ada --role Administrator | tail -n 1 >/root/ada.key
serve
call PUT organization "{\"identifier\": \"https://society.example\", \"name\": \"Society\", \"roles\": [\"Issuer\"]}"
call POST keys "{\"use\": \"Root\", \"custody\": \"File\", \"algorithm\": \"ES384\"}" | jq -c "{use, state}"
call POST keys "{\"use\": \"Emblem\", \"custody\": \"File\", \"algorithm\": \"Ed25519\"}" | jq -c "{use, state}"'
step "an upgrade keeps what there is" '. /root/functions.sh
dpkg --install /packages/later/*.deb
dpkg-query -W -f "\${Package} \${Version}\n" "digital-emblem*"
serve
call GET keys | jq -c ".items // . | length"'
step "removed, settings and data stay" '
dpkg --remove digital-emblem-issuer digital-emblem
test -e /etc/emblem-issuer/issuer.json
test -e /var/lib/emblem-issuer/issuer.db'
step "purged and installed again, its keys still open" '. /root/functions.sh
dpkg --purge digital-emblem-issuer digital-emblem
test ! -e /usr/lib/digital-emblem
test ! -e /usr/lib/emblem-issuer
dpkg --install /packages/*.deb
serve
call GET keys | jq -c ".items // . | length"
curl -sS --fail http://127.0.0.1:8631/health/live'
step "an upgrade finds a data folder that is a link to nowhere, and stays installed" '
mv /var/lib/emblem-issuer /srv/moved && ln -s /srv/nowhere /var/lib/emblem-issuer
dpkg --install /packages/later/*.deb
dpkg-query -W -f "\${Status}\n" digital-emblem-issuer'
echo "What each step printed: $says"
