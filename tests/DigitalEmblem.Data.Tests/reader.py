#!/usr/bin/env python3
"""A second reader of spec/data-emblem.md, written from that text (and from spec/cwt-profile.md for tokens), not from our reader.

It reads one JSON object a line, {"form": ..., "input": hex or text, ...}, and answers one a line:
{"outcome": "accepted", "shows": [...]} or {"outcome": "refused", "why": ...}. Standard library only.
"""
import base64
import hashlib
import json
import re
import struct
import sys

MIB = 1 << 20


class Refused(Exception):
    pass


def need(condition, why):
    if not condition:
        raise Refused(why)


# --- Section 2: hashes --------------------------------------------------------------------------------------------------------------

def sha256(*parts):
    h = hashlib.sha256()
    for part in parts:
        h.update(part)
    return h.digest()


def root_of(head):
    return sha256(b"adem-data:1\0", head)


def page_digest(page):
    return sha256(b"adem-page:1\0", page)


def content_digest(content):
    shard = 64 * MIB
    if len(content) <= shard:
        return sha256(content)
    digests = b"".join(sha256(content[i:i + shard]) for i in range(0, len(content), shard))
    return sha256(b"adem-shards:1\0", struct.pack(">Q", len(content)), digests)


# --- Section 4: deterministic CBOR --------------------------------------------------------------------------------------------------

class Cbor:
    """Majors 0, 2, 3, 4 and 5, and null. Strict: shortest forms, definite lengths."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        need(n <= len(self.data) - self.at, f"cut short at byte {self.at}")
        self.at += n
        return self.data[self.at - n:self.at]

    def head(self, major):
        first = self.take(1)[0]
        need(first >> 5 == major, f"major type {first >> 5}, where {major} is asked, at byte {self.at - 1}")
        info = first & 31
        if info < 24:
            return info
        need(info <= 27, "indefinite or reserved length")
        width = 1 << (info - 24)
        value = int.from_bytes(self.take(width), "big")
        least = {1: 24, 2: 1 << 8, 4: 1 << 16, 8: 1 << 32}[width]
        need(value >= least, f"not in its shortest form, before byte {self.at}")
        return value

    def unsigned(self):
        return self.head(0)

    def size(self):
        value = self.unsigned()
        need(value < 1 << 63, "above 2^63 - 1")
        return value

    def bytes(self, length=None):
        value = self.take(self.head(2))
        need(length is None or len(value) == length, f"{len(value)} bytes, where {length} are asked")
        return value

    def text(self):
        try:
            return self.take(self.head(3)).decode("utf-8")
        except UnicodeDecodeError:
            raise Refused("not UTF-8")

    def array(self):
        count = self.head(4)
        need(count <= len(self.data) - self.at, "more members than bytes")
        return count

    def map(self):
        return self.head(5)

    def null(self):
        if self.data[self.at:self.at + 1] == b"\xf6":
            self.at += 1
            return True
        return False

    def end(self):
        need(self.at == len(self.data), "bytes follow")


# --- Section 6: paths and entries ---------------------------------------------------------------------------------------------------

def path(cbor):
    value = cbor.bytes()
    need(0 < len(value) <= 4096, "a path of 0 or more than 4,096 bytes")
    need(b"\0" not in value, "00 in a path")
    for component in value.split(b"/"):
        need(1 <= len(component) <= 255, "a component of 0 or more than 255 bytes")
        need(component not in (b".", b".."), "a component . or ..")
    return value


def key_of(p):
    # 00 is in no path, so that "/" can take its place.
    return p.replace(b"/", b"\0")


def below(p, folder):
    return p.startswith(folder + b"/")


def reserved(p):
    return p in (b".adem", b"DIGITAL-EMBLEM-NOTICE.txt") or below(p, b".adem")


class Entries:
    """The rules across all pages together."""

    def __init__(self, exclusions=()):
        self.exclusions, self.last, self.files, self.bytes = set(exclusions), None, 0, 0

    def add(self, kind, p, size):
        if self.last is not None:
            need(key_of(self.last) < key_of(p), "a path that is not after the one before it")
            need(not below(p, self.last), "a path below an entry")
        need(not reserved(p), "a reserved path")
        parts = p.split(b"/")
        need(not any(b"/".join(parts[:i]) in self.exclusions for i in range(1, len(parts) + 1)), "an excluded path")
        self.last = p
        if kind == 0:
            self.files += 1
            self.bytes += size
            need(self.bytes < 1 << 63, "the sum of sizes is above 2^63 - 1")


def read_page(page, entries):
    need(len(page) <= 65536, "a page above 64 KiB")
    shows = []
    cbor = Cbor(page)
    count = cbor.array()
    need(1 <= count <= 1024, f"{count} entries in a page")
    for _ in range(count):
        members = cbor.array()
        need(members in (2, 4), "an entry has 2 or 4 members")
        kind = cbor.unsigned()
        need(kind <= 3, f"kind {kind}")
        need(members == (4 if kind < 2 else 2), "members that do not fit the kind")
        p = path(cbor)
        size = 0
        if kind < 2:
            size = cbor.size()
            digest = cbor.bytes(32)
            need(kind == 0 or 1 <= size <= 65535, "the length of a target")
            shows.append(f"{kind} {p.hex()} {size} {digest.hex()}")
        else:
            shows.append(f"{kind} {p.hex()}")
        entries.add(kind, p, size)
    cbor.end()
    return shows


# --- Section 5: head ----------------------------------------------------------------------------------------------------------------

LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
WORD = re.compile(r"[a-z][a-z0-9-]{0,63}\Z")


def domain_name(text):
    labels = text.split(".")
    return 0 < len(text) <= 253 and all(LABEL.match(label) for label in labels) and not re.match(r"[0-9]+\Z", labels[-1])


def read_head(head):
    need(len(head) <= 4 * MIB, "a head above 4 MiB")
    cbor = Cbor(head)
    members = cbor.map()

    def key(number):
        need(cbor.unsigned() == number, f"key {number} is asked")

    key(0)
    kind = cbor.unsigned()
    need(kind <= 2, f"kind {kind}")
    need(members == {0: 6, 1: 7, 2: 8}[kind], f"{members} members")
    key(1)
    nonce = cbor.bytes(32)
    key(2)
    files = cbor.size()
    key(3)
    total = cbor.size()
    key(4)
    pages = []
    for _ in range(cbor.array()):
        need(cbor.array() == 2, "a page has two members")
        digest, length = cbor.bytes(32), cbor.unsigned()
        need(1 <= length <= 65536, f"a page of {length} bytes")
        pages.append((digest, length))
    key(5)
    exclusions = []
    count = cbor.array()
    need(count <= 1024, f"{count} exclusions")
    for _ in range(count):
        p = path(cbor)
        need(not reserved(p), "a reserved path is excluded")
        if exclusions:
            need(key_of(exclusions[-1]) < key_of(p), "exclusions out of order")
            need(not below(p, exclusions[-1]), "an exclusion below another")
        exclusions.append(p)
    shows = [f"kind {kind}", f"nonce {nonce.hex()}", f"files {files}", f"bytes {total}"]
    shows += [f"page {digest.hex()} {length}" for digest, length in pages]
    shows += [f"exclusion {p.hex()}" for p in exclusions]
    if kind == 1:
        need((files, total, pages, exclusions) == (0, 0, [], []), "a location has entries")
        key(6)
        need(cbor.array() == 3, "a place has three members")
        host, place = cbor.text(), cbor.text()
        need(domain_name(host), "the host is no domain name")
        need(WORD.match(place), "the kind of place is no word")
        shows.append(f"place {host} {place}")
        count = cbor.array()
        need(1 <= count <= 64, f"{count} facts")
        last = None
        for _ in range(count):
            need(cbor.array() == 2, "a fact has two members")
            name, value = cbor.text(), cbor.text()
            need(WORD.match(name), "the name of a fact is no word")
            need(last is None or last < name, "facts out of order")
            need(1 <= len(value.encode("utf-8")) <= 1024, "the value of a fact")
            last = name
            shows.append(f"fact {name} {value}")
    elif kind == 2:
        key(7)
        generation = cbor.size()
        key(8)
        previous = None if cbor.null() else cbor.bytes(32)
        need(generation >= 1 and (generation == 1) == (previous is None), "generation and previous root")
        shows += [f"generation {generation}", f"previous {previous.hex() if previous else 'none'}"]
    cbor.end()
    return shows, files, total, pages, exclusions


# --- Section 7: manifest ------------------------------------------------------------------------------------------------------------

def read_manifest(data, root):
    magic = b"adem-manifest:1\0"
    need(data.startswith(magic) and len(data) > len(magic) + 4, "no manifest")
    length = int.from_bytes(data[-4:], "big")
    need(length <= 4 * MIB and length <= len(data) - len(magic) - 4, "the length of the head")
    start = len(data) - 4 - length
    head = data[start:-4]
    need(root_of(head) == root, "another root")
    shows, files, total, pages, exclusions = read_head(head)
    need(sum(length for _, length in pages) == start - len(magic), "the lengths of pages do not add up")
    entries = Entries(exclusions)
    at = len(magic)
    for digest, length in pages:
        page = data[at:at + length]
        at += length
        need(page_digest(page) == digest, "another digest of a page")
        shows += read_page(page, entries)
    need((entries.files, entries.bytes) == (files, total), "the sums of the head")
    return shows


# --- Section 5.3: volumes --------------------------------------------------------------------------------------------------------------

def read_generation(data, root):
    """The head of a manifest, and what follows from it alone: (generation, previous root, exclusions, length of the head)."""
    magic = b"adem-manifest:1\0"
    need(data.startswith(magic) and len(data) > len(magic) + 4, "no manifest")
    length = int.from_bytes(data[-4:], "big")
    need(length <= 4 * MIB and length <= len(data) - len(magic) - 4, "the length of the head")
    head = data[len(data) - 4 - length:-4]
    need(root_of(head) == root, "another root")
    shows, _, _, pages, exclusions = read_head(head)
    need(sum(n for _, n in pages) == len(data) - 4 - length - len(magic), "the lengths of pages do not add up")
    need("kind 2" in shows, "of no volume")
    generation = int(shows[-2].split()[1])
    previous = shows[-1].split()[1]
    return generation, None if previous == "none" else bytes.fromhex(previous), exclusions, length


def entries_of(data, root):
    """The entries of a whole manifest, each as a key to sort by, its path and its line."""
    lines = [line for line in read_manifest(data, root) if line[0] in "0123" and line[1] == " "]
    return [(key_of(bytes.fromhex(line.split()[1])), bytes.fromhex(line.split()[1]), line) for line in lines]


def read_volume(newest, root, beside):
    by_root = {}
    for data in beside:
        length = int.from_bytes(data[-4:], "big")
        by_root[root_of(data[len(data) - 4 - length:-4])] = data
    generation, previous, exclusions, heads = read_generation(newest, root)
    chain, broken = [(generation, root, newest)], 0
    if generation > 4096:
        broken = generation - 1
    while previous is not None and not broken:
        number = chain[-1][0] - 1
        try:
            data = by_root.get(previous)
            need(data is not None, "absent")
            found, before, _, length = read_generation(data, previous)
            heads += length
            need(found == number, "a gap or a loop")
            need(heads <= 16 * MIB, "heads of more than 16 MiB")
            chain.append((number, previous, data))
            previous = before
        except Refused:
            broken = number
    shows = [f"generation {number} {r.hex()}" for number, r, _ in chain]
    listed = {}
    for number, r, data in chain:
        try:
            entries = entries_of(data, r)
        except Refused:
            need(number != generation, "the manifest of the sign")
            broken = number
            break
        for key, p, line in entries:
            listed.setdefault(key, (p, number, line))
    for key in sorted(listed):
        p, number, line = listed[key]
        parts = p.split(b"/")
        if not any(b"/".join(parts[:i]) in exclusions for i in range(1, len(parts) + 1)):
            shows.append(f"{number} {line}")
    return shows[:len(chain)] + [f"break {broken}"] + shows[len(chain):]


# --- Section 3: token and sign; CWT profile -----------------------------------------------------------------------------------------

BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


def read_root(text):
    prefix = "adem-data:1:"
    need(text.startswith(prefix), "another text than that of a root")
    text = text[len(prefix):]
    need(len(text) == 52, f"{len(text)} characters")
    number = 0
    for c in text:
        need(c in BASE32, "a character that is not base32 in lower case")
        number = number * 32 + BASE32.index(c)
    need(number % 16 == 0, "an unused bit is set")
    return (number >> 4).to_bytes(32, "big")


class Unsupported(Exception):
    pass


class Tag:
    def __init__(self, number, value):
        self.number, self.value = number, value


def read_item(data, at, depth=0):
    """Any CBOR item of definite length, in any encoding, as the CWT profile reads it."""
    need(at < len(data), "cut short")
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if info < 24:
        value = info
    else:
        need(info <= 27, "indefinite length")
        width = 1 << (info - 24)
        need(at + width <= len(data), "cut short")
        value = int.from_bytes(data[at:at + width], "big")
        at += width
    if major == 0:
        return value, at
    if major == 1:
        return -1 - value, at
    if major in (2, 3):
        need(value <= len(data) - at, "cut short")
        content = data[at:at + value]
        if major == 3:
            try:
                content = content.decode("utf-8")
            except UnicodeDecodeError:
                raise Refused("not UTF-8")
        return content, at + value
    if major == 7:
        if info in (25, 26, 27):
            return struct.unpack(">" + "efd"[info - 25], data[at - (1 << (info - 24)):at])[0], at
        return {20: False, 21: True}.get(value), at
    need(depth < 16, "nested too deep")
    if major == 6:
        inner, at = read_item(data, at, depth)
        return Tag(value, inner), at
    if major == 4:
        need(value <= len(data) - at, "more members than bytes")
        items = []
        for _ in range(value):
            item, at = read_item(data, at, depth + 1)
            items.append(item)
        return items, at
    need(value <= (len(data) - at) // 2, "more members than bytes")
    members = {}
    for _ in range(value):
        k, at = read_item(data, at, depth + 1)
        v, at = read_item(data, at, depth + 1)
        k = (str(type(k)), repr(k)) if not isinstance(k, (int, str)) or isinstance(k, bool) else k
        need(k not in members, "a key stands twice")
        members[k] = v
    return members, at


def one_item(data):
    item, at = read_item(data, 0)
    need(at == len(data), "bytes follow")
    return item


def labelled(item, what):
    """A map whose keys are integers of 64 bits or texts, as headers, claims and COSE_Keys are (RFC 9052, 1.4)."""
    need(isinstance(item, dict), f"no {what}")
    need(all(isinstance(k, str) or (is_number(k) and -(1 << 63) <= k < 1 << 63) for k in item), f"a key of {what}")
    return item


SIGNATURES = {-7: 64, -9: 64, -35: 96, -51: 96, -36: 132, -52: 132, -8: 64, -19: 64}


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def date(value):
    need((is_number(value) or isinstance(value, float)) and -62135596800 <= value <= 253402300799, "no date")
    return value


def organization(value):
    need(isinstance(value, str) and value.startswith("https://"), "no organization identifier")
    host = value[8:]
    need(domain_name(host) and "." in host and "_" not in host, "no organization identifier")
    return value


def read_token(data):
    item = one_item(data)
    if isinstance(item, Tag) and item.number == 61:
        item = item.value
    need(isinstance(item, Tag) and item.number == 18 and isinstance(item.value, list) and len(item.value) == 4, "no COSE_Sign1")
    protected, unprotected, payload, signature = item.value
    need(isinstance(protected, bytes) and isinstance(payload, bytes) and isinstance(signature, bytes), "no COSE_Sign1")
    need(unprotected == {}, "unprotected header")
    header = labelled(one_item(protected), "header")
    need(is_number(header.get(1)), "no alg")
    if header[1] not in SIGNATURES:
        raise Unsupported
    need(isinstance(header.get(4), bytes) and len(header[4]) == 32, "no kid")
    if 2 in header:
        need(isinstance(header[2], list) and header[2] and all(c in header for c in header[2]), "crit")
        if any(c not in (1, 4, 16, "log") for c in header[2]):
            raise Unsupported
    need(16 not in header or (isinstance(header[16], str) and header[16].lower() == "application/adem"), "typ")
    need(len(signature) == SIGNATURES[header[1]], "the length of the signature")
    claims = labelled(one_item(payload), "claims")
    need(is_number(claims.get("ver")) and claims["ver"] >= 0, "ver")
    if claims["ver"] != 1:
        raise Unsupported
    if 1 in claims:
        organization(claims[1])
    date(claims.get(5))
    date(claims.get(4))
    if 6 in claims:
        date(claims[6])
    need(is_number(claims.get("prp")) and 1 <= claims["prp"] <= 31, "prp")
    token = {"header": header, "claims": claims, "signature": signature, "root": None}
    token["signed"] = b"\x84" + b"\x6aSignature1" + bstr(protected) + b"\x40" + bstr(payload)
    if "assets" in claims:
        assets = claims["assets"]
        need(isinstance(assets, list) and len(assets) == 1 and isinstance(assets[0], str), "not exactly one asset")
        token["root"] = read_root(assets[0])
    else:
        need(isinstance(claims.get("key"), bytes) and len(claims["key"]) == 32, "key")
        need(isinstance(claims.get("end"), bool), "end")
        if 2 in claims:
            organization(claims[2])
    return token


def bstr(data):
    n = len(data)
    head = bytes([0x40 + n]) if n < 24 else b"\x58" + bytes([n]) if n < 256 else b"\x59" + struct.pack(">H", n)
    return head + data


def read_key(data):
    key = labelled(one_item(data), "COSE_Key")
    need(1 in key, "no COSE_Key")
    need(-4 not in key, "a private member")
    if key[1] != 1 or key.get(-1) != 6:
        raise Unsupported
    need(isinstance(key.get(-2), bytes) and len(key[-2]) == 32, "the length of x")
    return key[-2]


def read_sign(data):
    need(len(data) <= MIB, "a sign above 1 MiB")
    items = one_item(data)
    need(isinstance(items, list) and all(isinstance(i, bytes) for i in items), "no bundle")
    emblems, keys, counts = [], {}, [0, 0]
    for item in items:
        is_key = item[:1] and item[0] >> 5 == 5
        counts[1 if is_key else 0] += 1
        try:
            if is_key:
                x = read_key(item)
                keys[sha256(b"\xa3\x01\x01\x20\x06\x21" + bstr(x))] = x
            else:
                token = read_token(item)
                if token["root"] is not None:
                    emblems.append(token)
        except Unsupported:
            pass
    need(max(counts) <= 128, "too many items")
    need(len(emblems) == 1, f"{len(emblems)} emblems")
    emblem = emblems[0]
    claims, header = emblem["claims"], emblem["header"]
    key = keys.get(header[4])
    valid = key is not None and header[1] in (-8, -19) and ed25519(key, emblem["signed"], emblem["signature"])
    return emblem["root"], [
        f"root {emblem['root'].hex()}",
        f"issuer {claims.get(1, 'none')}",
        f"purposes {claims['prp']}",
        f"valid {claims[5]} {claims[4]}",
        f"signature {'valid' if valid else 'not valid'}",
    ]


def read_sign_file(data):
    magic = b"adem-signfile:1\0"
    need(data.startswith(magic) and len(data) >= len(magic) + 4, "no sign file")
    length = int.from_bytes(data[16:20], "big")
    need(length <= MIB and length <= len(data) - 20, "the length of the sign")
    root, shows = read_sign(data[20:20 + length])
    return shows + read_manifest(data[20 + length:], root)


# --- Ed25519 (RFC 8032, 5.1.7) ------------------------------------------------------------------------------------------------------

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def point(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * I % P
    if (x * x - xx) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = add(q, p)
        p = add(p, p)
        n >>= 1
    return q


def ed25519(public, message, signature):
    a, r = point(public), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, base), add(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- Section 8.5: comment on a database ---------------------------------------------------------------------------------------------

def read_comment(data):
    lines = data.split(b"\n")
    signs = [i for i, line in enumerate(lines) if line.startswith(b"adem-sign:")]
    need(len(signs) <= 1, f"{len(signs)} sign lines")
    text = "text " + b"\n".join(lines[:signs[0]] + lines[signs[0] + 1:] if signs else lines).hex()
    if not signs:
        return ["no sign", text]
    line = re.fullmatch(rb"adem-sign:([1-9][0-9]{0,8}):(.*)", lines[signs[0]], re.S)
    need(line, "a sign line without a version")
    if line[1] != b"1":
        return ["another version", text]
    need(re.fullmatch(rb"[A-Za-z0-9_-]*", line[2]) and len(line[2]) % 4 != 1, "no base64url without padding")
    file = base64.urlsafe_b64decode(line[2] + b"=" * (-len(line[2]) % 4))
    need(base64.urlsafe_b64encode(file).rstrip(b"=") == line[2], "unused bits that are set")
    need(len(file) <= 49152, "more than 48 KiB")
    return ["sign file " + file.hex(), text]


# --- The questions ------------------------------------------------------------------------------------------------------------------

def answer(question):
    form, value = question["form"], question["input"]
    if form == "root":
        return [read_root(value).hex()]
    data = bytes.fromhex(value)
    if form == "content":
        length = question.get("length") or len(data)
        return [content_digest((data * (length // max(len(data), 1) + 1))[:length]).hex()]
    if form == "head":
        return read_head(data)[0]
    if form == "page":
        return read_page(data, Entries())
    if form == "manifest":
        return read_manifest(data, bytes.fromhex(question["root"]))
    if form == "volume":
        return read_volume(data, bytes.fromhex(question["root"]), [bytes.fromhex(o) for o in question.get("older") or []])
    if form == "sign":
        return read_sign(data)[1]
    if form == "sign-file":
        return read_sign_file(data)
    if form == "comment":
        return read_comment(data)
    raise ValueError(f"unknown form {form}")


def main():
    for line in sys.stdin:
        try:
            result = {"outcome": "accepted", "shows": answer(json.loads(line))}
        except Refused as e:
            result = {"outcome": "refused", "why": str(e)}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
