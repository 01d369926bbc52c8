#!/usr/bin/python3
"""Puts the records of the issuer of digital emblems into a zone that octoDNS manages (README.md).

It reads what to change from its standard input (spec/publication-program.md), changes the zone's YAML file, and runs
octodns-sync for this zone. Its exit code says what came of it, and the last line of its standard error why.
"""

import argparse
import fcntl
import json
import os
import re
import subprocess
import sys
import tempfile
import time

import yaml

NOT_KNOWN, WRONGLY_STARTED, CHANGED, NOT_NOW, WRONG_SETTINGS = 1, 64, 65, 75, 78


class Ended(Exception):
    """The end of the program, with its exit code and a sentence."""

    def __init__(self, code, sentence):
        super().__init__(sentence)
        self.code = code


class Arguments(argparse.ArgumentParser):
    """Says with the code of the format that it was started wrongly."""

    def error(self, message):
        raise Ended(WRONGLY_STARTED, f"{message}. See --help.")


class Dumper(yaml.SafeDumper):
    """Writes no anchors, and keys in the natural order that octoDNS asks for (host2 before host10)."""

    def ignore_aliases(self, data):
        return True


def natural(key):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", str(key))]


Dumper.add_representer(
    dict, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", sorted(data.items(), key=lambda d: natural(d[0])))
)


def text_of(value):
    """The bytes of a TXT value as octoDNS has it: character-strings, if it is quoted, and backslashes as in a zone file."""
    if value.startswith('"'):
        value = value[1:-1]
    value = value.replace('" "', "")
    value = re.sub(r"\\(\d{3}|.)", lambda m: chr(int(m[1])) if len(m[1]) == 3 else m[1], value)
    return value.encode("latin-1") if all(ord(c) < 256 for c in value) else value.encode()


def told_text(record):
    """The bytes of a TXT record as the issuer tells it."""
    data, text = bytes.fromhex(record["rdata"]), b""
    while data:
        text, data = text + data[1 : data[0] + 1], data[data[0] + 1 :]
    return text


def new_value(name, text):
    """A value that octoDNS sends as this text: it takes ASCII, semicolons behind a backslash, and no other backslash."""
    if b"\\" in text or not all(0x20 <= b < 0x7F for b in text):
        raise Ended(WRONG_SETTINGS, f"A TXT record at {name} has characters that octoDNS does not take.")
    return text.decode("ascii").replace(";", "\\;")


def change(content, name, zone, records):
    """Changes the TXT records of a name in the content of the zone's file."""
    wanted = "" if name == zone else name[: -len(zone) - 1]
    # A person may write a name in capitals, and YAML reads one of digits as a number.
    key = next((k for k in content if str(k).lower() == wanted), wanted)
    there = content.get(key, [])
    all_types = list(there) if isinstance(there, list) else [there]
    txt = next((r for r in all_types if r["type"] == "TXT"), None)
    values = [] if txt is None else [str(v) for v in (txt["values"] if "values" in txt else [txt["value"]])]
    texts = {text_of(v) for v in values}
    before, after = ([told_text(r) for r in records[when]] for when in ("before", "after"))
    if texts not in (set(before), set(after)):
        raise Ended(CHANGED, f"The zone's file has other TXT records at {name} than the name server shows. Was it edited and not synced?")

    # What stays is kept as it is written there.
    kept = [v for v in values if text_of(v) in after]
    added = [new_value(name, t) for t in after if t not in texts]
    others = [r for r in all_types if r is not txt]
    if kept or added:
        new = {k: v for k, v in (txt or {"type": "TXT"}).items() if k not in ("value", "values")}
        others.append({**new, "ttl": records["ttl"], "values": kept + added})
    content.pop(key, None)
    if others:
        content[key] = others[0] if len(others) == 1 else others


def write(path, text):
    """Writes a file whole, or not at all."""
    with tempfile.NamedTemporaryFile("w", dir=os.path.dirname(path), prefix=".emblem-", delete=False) as file:
        file.write(text)
        file.flush()
        os.fchmod(file.fileno(), os.stat(path).st_mode & 0o777)
        os.fsync(file.fileno())
    os.replace(file.name, path)


def environment(path):
    """The own environment, and lines NAME=value of a file: the tokens that octoDNS's settings name as env/NAME."""
    variables = dict(os.environ)
    if path:
        with open(path) as file:
            variables.update(line.strip().split("=", 1) for line in file if "=" in line and not line.startswith("#"))
    return variables


def sync(options, zone):
    """Runs octodns-sync for the zone. Returns what it said last if it failed, else None."""
    command = [options.sync, "--config-file", options.config, "--doit", zone + "."]
    try:
        done = subprocess.run(
            command, env=environment(options.environment), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except OSError as e:
        raise Ended(WRONGLY_STARTED, f"{options.sync} cannot be run: {e.strerror}.") from e
    said = [line for line in done.stdout.decode(errors="replace").splitlines() if line.strip()]
    return None if done.returncode == 0 else f"octodns-sync ended with {done.returncode}: {said[-1] if said else 'it said nothing'}"


def take(lock, seconds):
    """Waits for the lock: publication and withdrawal are two runs, and may come at once."""
    until = time.monotonic() + seconds
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            if time.monotonic() > until:
                raise Ended(NOT_NOW, f"Another run has the zone for more than {seconds:g} seconds.") from e
            time.sleep(0.1)


def run(options, told):
    if told.get("format") != 1:
        raise Ended(WRONGLY_STARTED, f"This program knows format 1, and was told {told.get('format')}.")
    zone = told["zone"]
    path = os.path.join(options.zones, zone + ".yaml")
    if not os.path.isfile(path):
        raise Ended(WRONGLY_STARTED, f"There is no file {path}.")
    other = [r["typeName"] for n in told["names"] for r in n["records"] if r["typeName"] != "TXT"]
    if other:
        raise Ended(WRONG_SETTINGS, f"octoDNS has no records of type {other[0]}: set the profiles of the issuer's target to Jws.")

    due = os.path.join(options.zones, f".emblem-{zone}.due")
    with open(os.path.join(options.zones, f".emblem-{zone}.lock"), "w") as lock:
        take(lock, options.wait)

        # A run before did not come to its end: the provider may have half of it, and has what the file says after this.
        if os.path.exists(due):
            if failed := sync(options, zone):
                raise Ended(NOT_KNOWN, failed)
            os.remove(due)

        with open(path) as file:
            text = file.read()
        try:
            content = yaml.safe_load(text) or {}
        except yaml.YAMLError as e:
            raise Ended(WRONG_SETTINGS, f"{path} cannot be read as plain YAML: {' '.join(str(e).split())}") from e
        for name in told["names"]:
            for records in name["records"]:
                change(content, name["name"], zone, records)

        open(due, "w").close()
        write(path, yaml.dump(content, Dumper=Dumper, default_flow_style=False, explicit_start=True, width=100_000))
        if failed := sync(options, zone):
            # The file goes back, so that what the provider does not take is in nobody's way.
            write(path, text)
            raise Ended(NOT_KNOWN, failed)
        os.remove(due)


def main():
    parser = Arguments(description=__doc__.splitlines()[0])
    parser.add_argument("--config", required=True, help="octoDNS's settings, as /etc/octodns/production.yaml")
    parser.add_argument("--zones", required=True, help="the folder with the zones' files (directory of its YamlProvider)")
    parser.add_argument("--sync", default="octodns-sync", help="octodns-sync with its path, if it is not in /usr/local/bin or /usr/bin")
    parser.add_argument("--environment", help="a file of lines NAME=value, for what the settings take from the environment (env/NAME)")
    parser.add_argument("--wait", type=float, default=20, help="how many seconds to wait for another run to end; 20 unless said")
    try:
        run(parser.parse_args(), json.load(sys.stdin))
    except Ended as e:
        print(e, file=sys.stderr)
        return e.code
    except Exception as e:
        print(f"{type(e).__name__}: {e}", file=sys.stderr)
        return NOT_KNOWN
    return 0


if __name__ == "__main__":
    sys.exit(main())
