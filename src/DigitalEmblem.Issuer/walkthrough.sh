#!/usr/bin/env bash
# From nothing to a marked host, its renewal, and its withdrawal, and the same for a folder of data: an issuer and an authority, each with its service, by
# curl and the emblem command.
#
#   dotnet run --project samples/DigitalEmblem.Issuer.Demo        # in one terminal: both services, a name server, a certificate authority and a log
#   source FOLDER/demo.env && bash src/DigitalEmblem.Issuer/walkthrough.sh    # in another; FOLDER is what the demo prints
#
# With services of your own, set the same variables: ISSUER_API, AUTHORITY_API (http://127.0.0.1:8630); API keys ISSUER_ADMIN, ISSUER_OFFICER, AUTHORITY_ADMIN,
# AUTHORITY_OFFICER, AUTHORITY_APPROVER_1, AUTHORITY_APPROVER_2 ('issuer access add'); ISSUER_OI, AUTHORITY_OI; ZONE, ASSET; NAME_SERVER (takes the updates), TSIG_KEY
# (its name in the issuer's settings; empty for none, if Publishing:Unsigned there lists the server), RESOLVER; LOG_LIST, ROOTS (files); CERTIFY_URL (takes a certificate request, answers with the chain; a public
# authority does this by ACME); EMBLEM (how the emblem command is run).
# ISSUER_ROOT says where the issuer's root key lives: File (default), Pkcs11, or Offline; ISSUER_KEY the same of its emblem key: File (default) or Pkcs11.
# Needs curl and jq. Every call stands in spec/issuer-api.json.
set -euo pipefail

: "${ISSUER_API:?Source the demo.env that the demo wrote, or set the variables named at the top of this script}"
issuer=$ISSUER_API/api/v1 authority=$AUTHORITY_API/api/v1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export EMBLEM_HOME=$work             # what the emblem command keeps is of this walk alone
export EMBLEM_PASSPHRASE=walkthrough # of the root key on the other machine

# emblem ARGUMENTS: the emblem command; EMBLEM is a line for the shell, in which a path may be quoted.
emblem() { eval "$EMBLEM \"\$@\""; }

say() { printf '\n== %s\n' "$*"; }

# call KEY METHOD URL [BODY]: an API call. The key goes by a file descriptor: on a command line, every user of the machine could read it.
call() {
  local body=()
  [ $# -lt 4 ] || body=(-H 'Content-Type: application/json' -d "$4")
  curl -sS --fail-with-body -H @<(printf 'Authorization: Bearer %s' "$1") -X "$2" "${body[@]}" "$3" || {
    echo >&2
    echo "That was the answer to $2 $3." >&2
    return 1
  }
}

# send KEY URL FILE: sends an exchange file (spec/exchange-files.md).
send() { curl -sS --fail-with-body -H @<(printf 'Authorization: Bearer %s' "$1") -H 'Content-Type: application/octet-stream' --data-binary "@$3" "$2"; }

# signed ANSWER: if what the service answered is a request to sign on the machine of the root key, carries it there and back.
signed() {
  local signing
  signing=$(jq -r '.signing.id // empty' <<<"$1")
  [ -n "$signing" ] || return 0
  echo "The root key is on the other machine. It shows what is asked, and signs:"
  call "$ISSUER_ADMIN" GET "$issuer/signings/$signing/file" >"$work/$signing.adem-request.json"
  emblem sign request "$work/$signing.adem-request.json" --key "$work/root.pem" --out "$work/$signing.adem-answer.json" --yes
  send "$ISSUER_ADMIN" "$issuer/signings/$signing/answer" "$work/$signing.adem-answer.json" | jq -c '{answeredAt}'
}

# root API KEY CUSTODY: makes a root key and commits to it; prints the key's id.
root() {
  local key id
  if [ "$3" = Offline ]; then
    emblem key new --alg ES384 --out "$work/root.pem" --public "$work/root.pub" >&2
    key=$(jq -n --rawfile pem "$work/root.pub" '{use: "Root", custody: "Offline", publicKey: $pem}')
  else
    key=$(jq -n --arg custody "$3" '{use: "Root", custody: $custody, algorithm: "ES384"}')
  fi
  id=$(call "$2" POST "$1/keys" "$key" | jq -r .id)
  call "$2" POST "$1/keys/$id/commitment/request" '{}' | jq -r .requestPem >"$work/$id.csr"
  curl -sS --fail --data-binary "@$work/$id.csr" "$CERTIFY_URL" >"$work/$id.chain.pem"
  call "$2" POST "$1/keys/$id/commitment" "$(jq -n --rawfile chain "$work/$id.chain.pem" '{chainPem: $chain}')" | jq -c '{log, certificateExpires}' >&2
  printf '%s' "$id"
}

# check: what anyone sees who looks the host up; the commitments are proven with the logs.
check() {
  local code=0
  emblem check "$ASSET" --server "$RESOLVER" --online --log-list "$LOG_LIST" --ca "$ROOTS" --trust-authority "$AUTHORITY_OI" "$@" || code=$?
  return $code
}

# check_data: what anyone finds who has the data and their sign; here only the first line, which is the answer.
check_data() {
  local code=0
  emblem data check "$work/records" --online --log-list "$LOG_LIST" --ca "$ROOTS" --trust-authority "$AUTHORITY_OI" >"$work/check.txt" || code=$?
  head -n 1 "$work/check.txt"
  return $code
}

# seen: waits until the service has seen in the DNS what should be there, through the name server and the resolver.
seen() {
  local state i
  for i in $(seq 60); do
    state=$(call "$ISSUER_OFFICER" GET "$issuer/assets/$asset/publication" 2>/dev/null || true)
    [ "$(jq -r .state <<<"$state" 2>/dev/null)" != Seen ] || { jq -c '{wanted, seenAt, cachesClearAt}' <<<"$state"; return 0; }
    sleep 0.5
  done
  echo "Not seen in the DNS after 30 seconds: $state" >&2
  return 1
}

emblem_id() { call "$ISSUER_OFFICER" GET "$issuer/assets/$asset" | jq -r .emblemId; }

say "1. The authority $AUTHORITY_OI: its organization, its root key, and the commitment to it"
call "$AUTHORITY_ADMIN" PUT "$authority/organization" "{\"identifier\":\"$AUTHORITY_OI\",\"name\":\"The Ministry\",\"roles\":[\"Authority\"]}" | jq -c .
root "$authority" "$AUTHORITY_ADMIN" File >/dev/null

say "2. The issuer $ISSUER_OI: the same, with its root key in custody ${ISSUER_ROOT:-File}"
call "$ISSUER_ADMIN" PUT "$issuer/organization" "{\"identifier\":\"$ISSUER_OI\",\"name\":\"The Society\",\"roles\":[\"Issuer\"]}" | jq -c .
root "$issuer" "$ISSUER_ADMIN" "${ISSUER_ROOT:-File}" >/dev/null

say "3. An emblem key for daily use, in custody ${ISSUER_KEY:-File}, endorsed by the root key"
key=$(call "$ISSUER_ADMIN" POST "$issuer/keys" "{\"use\":\"Emblem\",\"custody\":\"${ISSUER_KEY:-File}\",\"algorithm\":\"ES256\"}" | jq -r .id)
answer=$(call "$ISSUER_ADMIN" POST "$issuer/keys/$key/endorse" '{"purposes":["protective"]}')
signed "$answer"
call "$ISSUER_ADMIN" GET "$issuer/keys/$key" | jq -c '{use, state, custody, algorithm, identifier}'

say "4. The issuer asks the authority, by a signed file"
answer=$(call "$ISSUER_ADMIN" POST "$issuer/requests" "{\"authority\":\"$AUTHORITY_OI\",\"purposes\":[\"protective\"],\"days\":90,\"contact\":\"it@example\"}")
signed "$answer"
request=$(call "$ISSUER_ADMIN" GET "$issuer/requests" | jq -r '.items[-1].id')
call "$ISSUER_ADMIN" GET "$issuer/requests/$request/file" >"$work/request.json"

say "5. The authority takes it, checks the commitment; two people approve; it signs"
application=$(send "$AUTHORITY_OFFICER" "$authority/applications" "$work/request.json" | tee >(jq -c '{issuer, commitment, commitmentNote}' >&2) | jq -r .id)
for approver in "$AUTHORITY_APPROVER_1" "$AUTHORITY_APPROVER_2"; do
  call "$approver" POST "$authority/applications/$application/approve" '{"purposes":["protective"],"days":90}' | jq -c '{state, approvals: [.decision.approvals[].approver]}'
done
call "$AUTHORITY_APPROVER_1" POST "$authority/applications/$application/endorse" '{}' | jq -c '.endorsement'

say "6. The issuer takes the endorsement"
call "$AUTHORITY_OFFICER" GET "$authority/applications/$application/endorsement" >"$work/endorsement.json"
call "$ISSUER_ADMIN" POST "$issuer/endorsements" "$(cat "$work/endorsement.json")" | jq -c '{issuer, state, purposes, expires}'

say "7. A zone to publish in, and a host: listed, declared, its zone shown to be ours, marked"
target=$(jq -n --arg zone "$ZONE" --arg server "$NAME_SERVER" --arg key "${TSIG_KEY:-}" '{kind: "DnsUpdate", zone: $zone, server: $server, ttlSeconds: 60} + if $key == "" then {} else {tsigKey: $key} end')
call "$ISSUER_ADMIN" POST "$issuer/targets" "$target" | jq -c '{kind, zone, server, tsigKey}'
asset=$(call "$ISSUER_OFFICER" POST "$issuer/assets" "{\"name\":\"$ASSET\",\"purposes\":[\"protective\"]}" | jq -r .id)
ids="{\"ids\":[\"$asset\"]}"
call "$ISSUER_OFFICER" POST "$issuer/assets/declare" "$ids" | jq -c .
call "$ISSUER_OFFICER" POST "$issuer/assets/$asset/control?publish=true" '{}' | jq -c '{name, shownAt, found}'
call "$ISSUER_OFFICER" POST "$issuer/assets/mark" "$ids" | jq -c .
seen

say "8. What the world sees"
check --explain

say "9. Renewal: by itself at two thirds of the lifetime; here at once"
before=$(emblem_id)
call "$ISSUER_OFFICER" POST "$issuer/assets/renew" "$ids" | jq -c .
for _ in $(seq 60); do [ "$(emblem_id)" = "$before" ] || break; sleep 0.5; done
seen
[ "$(emblem_id)" != "$before" ] || { echo "No new emblem after 30 seconds." >&2; exit 1; }
call "$ISSUER_OFFICER" GET "$issuer/emblems?asset=$asset" | jq -c '.items[] | {notBefore, expires}'
check

say "10. Withdrawal: one call, and nobody has to agree"
call "$ISSUER_OFFICER" POST "$issuer/assets/withdraw" "$ids" | jq -c .
for _ in $(seq 60); do [ "$(call "$ISSUER_OFFICER" GET "$issuer/assets/$asset/publication" | jq -r .wanted)" = true ] || break; sleep 0.5; done
seen
code=0
check || code=$?
[ $code -eq 1 ] || { echo "Expected exit code 1 (not marked) and got $code." >&2; exit 1; }

say "11. Data: prepared where they lie; only their root goes to the service; declared, marked, and the sign put beside them"
mkdir "$work/records"
echo 'name;ward' >"$work/records/patients.csv"
root=$(emblem data prepare "$work/records")
data=$issuer/data/$root
call "$ISSUER_OFFICER" POST "$issuer/data" "{\"root\":\"$root\",\"purposes\":[\"protective\"],\"label\":\"the records of the walk\"}" | jq -c '{root, state}'
call "$ISSUER_OFFICER" POST "$data/declare" | jq -c '{state, declaredBy, declaredUntil}'
call "$ISSUER_OFFICER" POST "$data/mark" | jq -c '{state}'
for _ in $(seq 60); do [ -z "$(call "$ISSUER_OFFICER" GET "$data" | jq -r '.signId // empty')" ] || break; sleep 0.5; done
call "$ISSUER_OFFICER" GET "$data/sign" >"$work/records.bundle"
emblem data attach "$work/records" --sign "$work/records.bundle"

say "12. What anyone finds who checks the data; and after a change, which has a root of its own and needs all of this again"
check_data
echo 'Anna;3' >>"$work/records/patients.csv"
code=0
check_data || code=$?
[ $code -eq 4 ] || { echo "Expected exit code 4 (not as marked) and got $code." >&2; exit 1; }
echo 'name;ward' >"$work/records/patients.csv"

say "13. Withdrawal of data: no sign is given out any more, and copies of those that were stay valid until they end"
call "$ISSUER_OFFICER" POST "$data/withdraw" | jq -c '{state: .data.state, copiesValidUntil, note}'
gone=$(curl -sS -o /dev/null -w '%{http_code}' -H @<(printf 'Authorization: Bearer %s' "$ISSUER_OFFICER") "$data/sign")
[ "$gone" = 410 ] || { echo "Expected 410 (withdrawn) and got $gone." >&2; exit 1; }
check_data
emblem data remove "$work/records"

say "All of it is in the journal"
call "$ISSUER_ADMIN" GET "$issuer/journal?limit=1000" | jq -r '.items[] | "\(.sequence) \(.actor) \(.action) \(.subject)"'
