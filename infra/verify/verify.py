#!/usr/bin/env python3
"""Checks exports of Oversight's record with nothing of Oversight's: docs/proofs.md, section "The export", is all that it knows.
Exit code 0: every file holds; 6: one does not; 2: something cannot be read. Python 3.9 or later, and openssl 3.0 for Ed25519."""
import argparse, base64, collections, datetime, functools, hashlib, itertools, pathlib, re, struct, subprocess, sys, tempfile

NAME = "([^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]+)"
NUMBER, HASH = "(0|[1-9][0-9]{0,18})", "([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)"
BASE64 = "((?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/]{4}(?:[A-Za-z0-9+/][AQgw]==)?))"  # 5 bytes or more
KEY, SIGNATURE = re.compile(NAME + r"\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})"), re.compile(f"\u2014 {NAME} {BASE64}")
CHECKPOINT = re.compile(f"([^\n]+)\n{NUMBER}\n{HASH}\n([^\n]+\n)*")
POLICY = re.compile(r"(?:#.*)?|log (\S+)( \S+)?|witness (\S+) (\S+)( \S+)?|group (\S+) (any|all|[1-9]\d{0,5})((?: \S+)+)|quorum (\S+)", re.A)
DOCUMENT, LISTED = re.compile(rb'"sha256": "([0-9a-f]{64})(?=")'), re.compile(b"([0-9a-f]{64}) (here|apart|gone|missing)\n")
NOTE_AT_MOST, ENTRIES_AT_MOST, TIME_AT_MOST = 1 << 20, 1 << 31, 253402300799
Key = collections.namedtuple("Key", "text name id kind public")
Checkpoint = collections.namedtuple("Checkpoint", "where text signatures origin size root")
different = lambda keys: len({key.public for key in keys}) == len(keys)

class Refused(Exception): "What does not hold: where, and why."

def need(holds, where, why):
    if not holds:
        raise Refused(f"{where}: {why}")

def lines_of(where, data):
    text = data.decode(errors="replace")
    strict = text.encode() == data and text.endswith("\n") and not re.search("[\0-\x09\x0b-\x1f]", text)
    need(strict, where, "it is no UTF-8, has a control character, or a last line that does not end")
    return text[:-1].split("\n")

def read_key(where, text, kind):
    name, id, data = KEY.fullmatch(text).groups() if KEY.fullmatch(text) else ("", "", "")
    own = hashlib.sha256(name.encode() + b"\n" + (blob := base64.b64decode(data))).hexdigest()[:8] == id and blob[0] == kind
    need(own, where, f"a key is not written name+id+base64, has not its own id, or is not of kind {kind}")
    return Key(text, name, id, kind, blob[1:])

def read_note(where, data):
    """A note's text, and its signatures: of each the name, the key's id and what that key signed."""
    text, _, below = "\n".join(lines_of(where, data)).rpartition("\n\n")
    matches = [SIGNATURE.fullmatch(line) for line in below.split("\n")]
    good = all(matches) and len(matches) <= 100 and len(data) <= NOTE_AT_MOST
    need(good, where, "what its last empty line divides off is not 1 to 100 signatures, or it is too long")
    return text + "\n", [(match[1], (blob := base64.b64decode(match[2]))[:4].hex(), blob[4:]) for match in matches]

def read_checkpoint(where, data):
    text, signatures = read_note(where, data)
    match = CHECKPOINT.fullmatch(text)
    need(match and int(match[2]) < 1 << 63, where, "it is not an origin, a number and a root, with no empty line")
    return Checkpoint(where, text, signatures, match[1], int(match[2]), base64.b64decode(match[3]))

def signers(where, text, signatures, known):
    """Those of the known keys that signed the text, each with the time that it says if it is a witness's."""
    found = {}
    for key, signature in ((key, each[2]) for each in signatures for key in known if each[:2] == (key.name, key.id)):
        head, signature = (signature[:8], signature[8:]) if key.kind == 4 else (b"", signature)
        found[key] = int.from_bytes(head, "big")
        signed = f"cosignature/v1\ntime {found[key]}\n{text}" if head else text
        holds = len(signature) == 64 and found[key] <= TIME_AT_MOST and ed25519(key.public, signed.encode(), signature)
        need(holds, where, f"the signature by {key.name}+{key.id} does not hold")
    return found

def ed25519(public, text, signature):
    command, der = "openssl pkeyutl -verify -rawin -pubin -keyform DER".split(), "302a300506032b6570032100"
    with tempfile.TemporaryDirectory() as folder:
        for option, data in ("-inkey", bytes.fromhex(der) + public), ("-in", text), ("-sigfile", signature):
            command += [option, f"{folder}/{option}"]
            pathlib.Path(command[-1]).write_bytes(data)
        said = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
    if b"Signature Verif" not in said:
        raise OSError("openssl checks no Ed25519 here: 3.0 or later is needed")
    return b"Verified Successfully" in said

def read_policy(data):
    """The logs' keys, the witnesses' keys, and whether those who signed are enough."""
    logs, witnesses, quorum, parties, members = [], [], [], {"none": lambda signed: True}, ["none"]
    for at, line in enumerate(lines_of("policy", data.replace(b"\t", b" ") + b"\n"), 1):
        match, where = POLICY.fullmatch(" ".join(filter(None, line.split(" ")))), f"policy, line {at}"
        need(match, where, "it is no line of a policy")
        log, _, witness, key, _, group, needed, of, final = match.groups("")
        members += (of := of.split(" ")[1:])
        need({*of, final or "none"} <= {*parties}, where, "a name does not stand before it")
        need(not {witness, group} & {*parties}, where, "a name is given again")
        need(len(set(members)) == len(members), where, "a name is a member already")
        logs += [read_key(where, log, 1)] if log else []
        quorum += [parties[final]] if final else []
        if witness:
            witnesses.append(read_key(where, key, 4))
            parties[witness] = lambda signed, key=witnesses[-1]: key in signed
        if group:
            needed = {"any": 1, "all": len(of)}.get(needed) or int(needed)
            need(needed <= len(of), where, f"{needed} of {len(of)} cannot be")
            parties[group] = lambda signed, n=needed, of=[parties[one] for one in of]: sum(one(signed) for one in of) >= n
    need(len(quorum) == 1 and different(logs + witnesses), "policy", "it has not one quorum, or a public key twice")
    return logs, witnesses, quorum[0]

def header(name, length):
    block = struct.pack("100s8s8s8s12s12s8sc100s8s64s8s8s167x", name.encode(), b"0000644", b"0000000", b"0000000",
                        b"%011o" % length, b"0" * 11, b" " * 8, b"0", b"", b"ustar\x0000", b"", b"0000000", b"0000000")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]

def read_member(file, sums, name, most=8**11 - 1):
    """The content of the next member, which must be this one, line by line."""
    block, digest = file.read(512), hashlib.sha256()
    length = int(block[124:135], 8) if re.fullmatch(b"[0-7]{11}", block[124:135]) else 0
    need(block == header(name, length) and length <= most, name, "another member or none is here, or its header is wrong")
    padding = bytes(-length % 512)
    while length > 0:
        part = file.readline(min(length, ENTRIES_AT_MOST))
        need(part.endswith(b"\n") or len(part) == min(length, ENTRIES_AT_MOST), name, "the file ends within it")
        digest.update(part)
        length -= len(part)
        yield part
    need(file.read(len(padding)) == padding, name, "what fills up its last block is missing or not zero")
    sums.append(f"{digest.hexdigest()}  {name}\n")

def read_entries(read, size, wanted):
    """The roots at the sizes that are wanted, and the hashes of the documents that the entries name."""
    node = lambda right, left: hashlib.sha256(b"\1" + left + right).digest()
    peaks, place, roots, named = [], 0, {0: hashlib.sha256().digest()}, set()
    while place < size:
        number, start, leaves = f"{place:010}", place, []
        for line in read(f"entries/{number}", ENTRIES_AT_MOST):
            own = line[-1:] == b"\n" and line.startswith(b'{"place":%d,"id":"' % place) and place < min(start + 10000, size)
            need(own, f"entries/{number}", f"place {place}: it is another line, or one too many")
            named.update(DOCUMENT.findall(line) if b'"sha256": "' in line else ())
            leaves.append(hashlib.sha256(b"\0" + line[:-1]).digest())
            peaks.append(leaves[-1])
            place += 1
            for _ in range((place & -place).bit_length() - 1):  # a node over each two that are now complete
                peaks.append(node(peaks.pop(), peaks.pop()))
            if place in wanted:
                roots[place] = functools.reduce(node, reversed(peaks))
        need(place == min(start + 10000, size), f"entries/{number}", f"place {place}: it is missing")
        stored = b"".join(read(f"leaves/{number}", 32 * len(leaves)))
        for at, leaf in enumerate(leaves):
            need(stored[32 * at:32 * at + 32] == leaf, f"leaves/{number}", f"place {start + at}: the entry has another leaf")
    return roots, sorted(named)

def check(file, policy, kept):
    """What holds, in a sentence or two."""
    sums, limits, read = [], {}, lambda name, *most: read_member(file, sums, name, *most)
    content = lambda name, most=NOTE_AT_MOST: b"".join(read(name, most))
    collections.deque(read("proofs.md"), 0)
    keys = [read_key("keys", line, 1) for line in lines_of("keys", content("keys"))]
    rotations = [(f"rotation/{n}", *read_note(f"rotation/{n}", content(f"rotation/{n}"))) for n in range(2, len(keys) + 1)]
    newest = read_checkpoint("checkpoint", content("checkpoint"))
    need(different(keys) and {key.name for key in keys} == {newest.origin}, "keys", "a key is there twice, or not the record's")
    roots, named = read_entries(read, newest.size, {each.size for each in (newest, *kept)})
    states = dict(LISTED.findall(listing := content("documents", 73 * len(named))))
    exact = b"".join(b"%s %s\n" % (hash, states.get(hash, b"")) for hash in named)
    need(listing == exact, "documents", "it is not a line for each that entries name")
    for hash in [hash.decode() for hash in named if states[hash] == b"here"]:
        collections.deque(read(f"documents/{hash}"), 0)
        need(sums[-1].startswith(hash), f"documents/{hash}", "the document has another hash")
    expected = [line for line in sums if not re.search("  (entries|leaves)/", line)]
    found = content("sums", len("".join(expected))).decode(errors="replace").splitlines(True)
    for line, other in itertools.zip_longest(expected, found, fillvalue=""):
        need(line == other, "sums", f"it has another hash of {line[66:-1]}")
    need(file.read(1025) == bytes(1024), "the end", "1,024 zero bytes and nothing more end an export")
    for old, new, (where, text, signatures) in zip(keys, keys[1:], rotations):
        match = re.fullmatch(re.escape(f"oversight key rotation\n{old.text}\n{new.text}\n") + NUMBER + "\n", text)
        need(match and old in signers(where, text, signatures, [old]), where, "in it the key before does not vouch for this one")
        limits[old] = int(match[1])
    by = [key for key in keys if key in signers(*newest[:3], keys)]
    need(by and newest.size <= limits.get(by[-1], newest.size), "checkpoint", "no key of its own signed it, or an old one, and too much")
    logs, witnesses, quorum = policy or (keys, [], lambda signed: True)
    for each in (*kept, newest):
        signed = signers(*each[:3], logs + witnesses)
        need(each.origin == newest.origin and each.size <= newest.size, each.where, "it is another record's, or has more entries")
        need(any(key.name == each.origin for key in logs if key in signed), each.where, "no key that you trust has signed it")
        need(quorum(signed), each.where, "your quorum of witnesses has not cosigned it")
        need(roots[each.size] == each.root, each.where, f"the root over the first {each.size} entries is another")
    seen = [f"{key.name} at {datetime.datetime.fromtimestamp(time, datetime.timezone.utc)}" for key, time in signed.items() if key.kind == 4]
    believed = (f"It agrees with itself, and no more is known; compare its keys: {' '.join(key.text for key in keys)}." if not policy
                else "A key that you trust signed exactly these entries, perhaps others before or for others." if quorum({}) else
                "A key that you trust signed exactly these entries, and your witnesses saw none of them change or vanish.")
    return " ".join([f"{newest.origin}, {newest.size} entries, root {base64.b64encode(newest.root).decode()},",
                     f"cosigned by {' and '.join(seen) or 'no witness that you know'}.", believed,
                     *(f"Its first {each.size} entries are those of {each.where}." for each in kept)])

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--policy", help="whom to believe; without it a file is only compared with itself")
parser.add_argument("--kept", action="append", default=[], metavar="CHECKPOINT", help="a checkpoint that you kept")
parser.add_argument("files", nargs="+", metavar="FILE", help='an export; "-" for names on standard input, one a line')
asked, code = parser.parse_args(), 0
sys.stdout.reconfigure(encoding="utf-8", errors="replace")
try:
    policy = read_policy(pathlib.Path(asked.policy).read_bytes()) if asked.policy else None
    kept = [read_checkpoint(name, pathlib.Path(name).read_bytes()) for name in asked.kept]
except (OSError, Refused) as fault:
    parser.error(str(fault))
for name in sys.stdin.read().splitlines() if asked.files == ["-"] else asked.files:
    try:
        with open(name, "rb") as file:
            print(f"{name}: holds: {check(file, policy, kept)}")
    except Refused as fault:
        code = print(f"{name}: does not hold: {fault}", file=sys.stderr) or 6
    except OSError as fault:
        code = print(f"{name}: cannot be read: {fault}", file=sys.stderr) or code or 2
sys.exit(code)
