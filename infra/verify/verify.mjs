#!/usr/bin/env node
// Checks exports of Oversight's record with nothing of Oversight's: docs/proofs.md, section "The export", is all that it knows.
// Exit code 0: every file holds; 6: one does not; 2: something cannot be read. Node 18.3 or later.
import { createHash, verify } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { parseArgs } from 'node:util';

const NAME = '([^\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000+]+)';
const NUMBER = '(0|[1-9][0-9]{0,18})', HASH = '([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)'; // BASE64: of 5 bytes or more
const BASE64 = '((?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/]{4}(?:[A-Za-z0-9+/][AQgw]==)?))';
const whole = pattern => new RegExp(`^(?:${pattern})$`);
const KEY = whole(`${NAME}\\+([0-9a-f]{8})\\+([A-Za-z0-9+/]{44})`), SIGNATURE = whole(`\u2014 ${NAME} ${BASE64}`);
const CHECKPOINT = whole(`([^\\n]+)\\n${NUMBER}\\n${HASH}\\n([^\\n]+\\n)*`);
const POLICY = whole('(?:#.*)?|log ([^ ]+)( [^ ]+)?|witness ([^ ]+) ([^ ]+)( [^ ]+)?|' +
  'group ([^ ]+) (any|all|[1-9][0-9]{0,5})((?: [^ ]+)+)|quorum ([^ ]+)');
const DOCUMENT = /"sha256": "([0-9a-f]{64})(?=")/g, LISTED = /([0-9a-f]{64}) (here|apart|gone|missing)\n/g;
const NOTE_AT_MOST = 2 ** 20, ENTRIES_AT_MOST = 2 ** 31, TIME_AT_MOST = 253402300799, PIECE = 2 ** 20;
class Refused extends Error {} // what does not hold: where, and why
const need = (holds, where, why) => { if (!holds) throw new Refused(`${where}: ${why}`); };
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const take = (file, count, data = Buffer.allocUnsafe(count), had = 0, more = count && readSync(file, data, { offset: had })) =>
  more > 0 && had + more < count ? take(file, count, data, had + more) : data.subarray(0, had + more); // less at the file's end
const different = keys => new Set(keys.map(key => key.der.toString('hex'))).size === keys.length;

function linesOf(where, data, control = /[\0-\x09\x0b-\x1f]/) {
  const text = data.toString(), strict = Buffer.from(text).equals(data) && text.endsWith('\n') && !control.test(text);
  need(strict, where, 'it is no UTF-8, has a control character, or a last line that does not end');
  return text.slice(0, -1).split('\n');
}

function readKey(where, text, kind) {
  const [, name, id, base64] = text.match(KEY) ?? ['', '', '', ''], blob = Buffer.from(base64, 'base64');
  const own = sha256(name, '\n', blob).toString('hex', 0, 4) === id && blob[0] === kind;
  need(own, where, `a key is not written name+id+base64, has not its own id, or is not of kind ${kind}`);
  return { text, name, id, kind, der: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), blob.subarray(1)]) };
}

function readNote(where, data) { // of each signature the name, and in the blob the key's id and what that key signed
  const lines = linesOf(where, data), divides = lines.lastIndexOf('');
  const matches = lines.slice(divides + 1).map(line => line.match(SIGNATURE)), count = matches.length;
  const good = divides >= 0 && count > 0 && count <= 100 && matches.every(Boolean) && data.length <= NOTE_AT_MOST;
  need(good, where, 'what its last empty line divides off is not 1 to 100 signatures, or it is too long');
  const signatures = matches.map(([, name, base64]) => ({ name, blob: Buffer.from(base64, 'base64') }));
  return { where, text: lines.slice(0, divides).join('\n') + '\n', signatures };
}

function readCheckpoint(where, data) {
  const note = readNote(where, data), [, origin, size, root] = note.text.match(CHECKPOINT) ?? [];
  need(origin && BigInt(size) < 2n ** 63n, where, 'it is not an origin, a number and a root, with no empty line');
  return { ...note, origin, size: Number(size), root: Buffer.from(root, 'base64') };
}

function signers(note, known) { // the known keys that signed the note, each with the time that it says if it is a witness's
  const found = new Map();
  for (const { name, blob } of note.signatures)
    for (const key of known.filter(key => key.name === name && key.id === blob.toString('hex', 0, 4))) {
      const timed = key.kind === 4 && blob.length >= 12, time = timed ? Number(blob.readBigUInt64BE(4)) : 0;
      const text = Buffer.from(timed ? `cosignature/v1\ntime ${time}\n${note.text}` : note.text);
      const holds = verify(null, text, { key: key.der, format: 'der', type: 'spki' }, blob.subarray(timed ? 12 : 4));
      need(holds && time <= TIME_AT_MOST, note.where, `the signature by ${name}+${key.id} does not hold`);
      found.set(key.text, new Date(time * 1000).toJSON().replace('T', ' ').replace('.000Z', '+00:00'));
    }
  return found;
}

function readPolicy(data) { // the logs' keys, the witnesses' keys, and whether those who signed are enough
  const logs = [], witnesses = [], quorum = [], parties = new Map([['none', () => true]]), members = new Set(['none']);
  for (const [at, line] of linesOf('policy', Buffer.concat([data, Buffer.from('\n')]), /[\0-\x08\x0b-\x1f]/).entries()) {
    const match = line.split(/[ \t]/).filter(Boolean).join(' ').match(POLICY), where = `policy, line ${at + 1}`;
    need(match, where, 'it is no line of a policy');
    const [, log, , witness, key, , group, many, list, final] = match, of = list?.slice(1).split(' ') ?? [];
    need([...of, final ?? 'none'].every(name => parties.has(name)), where, 'a name does not stand before it');
    need(!parties.has(witness ?? group), where, 'a name is given again');
    need(of.every(name => !members.has(name) && members.add(name)), where, 'a name is a member already');
    const one = witness && readKey(where, key, 4), needed = { any: 1, all: of.length }[many] ?? Number(many ?? 0);
    need(needed <= of.length, where, `${needed} of ${of.length} cannot be`);
    if (log) logs.push(readKey(where, log, 1));
    if (final) quorum.push(parties.get(final));
    if (witness) parties.set(witness, signed => signed.has(one.text)), witnesses.push(one);
    if (group) parties.set(group, signed => of.filter(name => parties.get(name)(signed)).length >= needed);
  }
  need(quorum.length === 1 && different([...logs, ...witnesses]), 'policy', 'it has not one quorum, or a public key twice');
  return { logs, witnesses, quorum: quorum[0] };
}

function header(name, length) {
  const block = Buffer.alloc(512), fields = { 0: name, 100: '0000644', 108: '0000000', 116: '0000000', 136: '00000000000',
    124: length.toString(8).padStart(11, '0'), 148: '        ', 156: '0', 257: 'ustar\x0000', 329: '0000000', 337: '0000000' };
  for (const at in fields) block.write(fields[at], Number(at));
  block.write(`${block.reduce((sum, byte) => sum + byte).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function* readMember(file, sums, name, most = 8 ** 11 - 1) { // piece by piece, the content of the next member: this one
  const block = take(file, 512), digest = createHash('sha256'), digits = block.toString('latin1', 124, 135);
  const length = /^[0-7]{11}$/.test(digits) ? parseInt(digits, 8) : 0, padding = -length & 511;
  need(header(name, length).equals(block) && length <= most, name, 'another member or none is here, or its header is wrong');
  for (let left = length, part; left > 0; left -= part.length) {
    part = take(file, Math.min(left, PIECE));
    need(part.length > 0, name, 'the file ends within it');
    digest.update(part);
    yield part;
  }
  need(take(file, padding).equals(Buffer.alloc(padding)), name, 'what fills up its last block is missing or not zero');
  sums.push(`${digest.digest('hex')}  ${name}\n`);
}

function readEntries(content, size, wanted) { // the roots at the sizes wanted, and the documents' hashes that entries name
  const node = (right, left) => sha256('\x01', left, right), peaks = [], roots = new Map([[0, sha256()]]), named = new Set();
  for (let place = 0; place < size;) {
    const number = String(place).padStart(10, '0'), start = place, end = Math.min(place + 10000, size), leaves = [];
    for (let data = content(`entries/${number}`, ENTRIES_AT_MOST), from = 0, to; from < data.length; from = to + 1) {
      to = data.indexOf(10, from);
      const line = data.subarray(from, to), own = line.indexOf(`{"place":${place},"id":"`) === 0 && to > 0 && place < end;
      need(own, `entries/${number}`, `place ${place}: it is another line, or one too many`);
      if (line.includes('"sha256": "')) for (const [, hash] of line.toString('latin1').matchAll(DOCUMENT)) named.add(hash);
      leaves.push(sha256('\0', line));
      peaks.push(leaves.at(-1));
      place += 1;
      for (let two = place; two % 2 === 0; two /= 2) peaks.push(node(peaks.pop(), peaks.pop())); // over each two now complete
      if (wanted.has(place)) roots.set(place, peaks.reduceRight((right, left) => node(right, left)));
    }
    need(place === end, `entries/${number}`, `place ${place}: it is missing`);
    const stored = content(`leaves/${number}`, 32 * leaves.length);
    for (const [at, leaf] of leaves.entries())
      need(leaf.equals(stored.subarray(32 * at, 32 * at + 32)), `leaves/${number}`, `place ${start + at}: the entry has another leaf`);
  }
  return { roots, named: [...named].sort() };
}

function check(file, policy, kept) { // what holds, in a few sentences
  const sums = [], limits = new Map(), read = (name, most) => readMember(file, sums, name, most);
  const content = (name, most = NOTE_AT_MOST) => Buffer.concat([...read(name, most)]);
  for (const _ of read('proofs.md'));
  const keys = linesOf('keys', content('keys')).map(line => readKey('keys', line, 1));
  const rotations = keys.slice(1).map((_, i) => readNote(`rotation/${i + 2}`, content(`rotation/${i + 2}`)));
  const newest = readCheckpoint('checkpoint', content('checkpoint'));
  need(different(keys) && keys.every(key => key.name === newest.origin), 'keys', "a key is there twice, or not the record's");
  const { roots, named } = readEntries(content, newest.size, new Set([newest, ...kept].map(each => each.size)));
  const listing = content('documents', 73 * named.length).toString('latin1');
  const states = Object.fromEntries([...listing.matchAll(LISTED)].map(([, hash, state]) => [hash, state]));
  need(listing === named.map(hash => `${hash} ${states[hash]}\n`).join(''), 'documents', 'it is not a line for each that entries name');
  for (const hash of named.filter(hash => states[hash] === 'here')) {
    for (const _ of read(`documents/${hash}`));
    need(sums.at(-1).startsWith(hash), `documents/${hash}`, 'the document has another hash');
  }
  const expected = sums.filter(line => !/  (entries|leaves)\//.test(line)), found = content('sums', expected.join('').length).toString();
  const other = expected.findIndex((line, i) => `${found.split('\n')[i]}\n` !== line);
  need(found === expected.join(''), 'sums', `it has another hash of ${expected[other]?.slice(66, -1)}`);
  need(take(file, 1025).equals(Buffer.alloc(1024)), 'the end', '1,024 zero bytes and nothing more end an export');
  for (const [i, note] of rotations.entries()) {
    const start = `oversight key rotation\n${keys[i].text}\n${keys[i + 1].text}\n`, size = note.text.slice(start.length, -1);
    const vouched = note.text === `${start}${size}\n` && whole(NUMBER).test(size) && signers(note, [keys[i]]).size > 0;
    need(vouched, note.where, 'in it the key before does not vouch for this one');
    limits.set(keys[i].text, Number(size));
  }
  const own = signers(newest, keys), by = keys.filter(key => own.has(key.text)).at(-1)?.text;
  need(by && newest.size <= (limits.get(by) ?? newest.size), 'checkpoint', 'no key of its own signed it, or an old one, and too much');
  const { logs, witnesses, quorum } = policy ?? { logs: keys, witnesses: [], quorum: () => true };
  for (const each of [...kept, newest]) {
    const signed = signers(each, [...logs, ...witnesses]);
    need(each.origin === newest.origin && each.size <= newest.size, each.where, "it is another record's, or has more entries");
    need(logs.some(key => signed.has(key.text) && key.name === each.origin), each.where, 'no key that you trust has signed it');
    need(quorum(signed), each.where, 'your quorum of witnesses has not cosigned it');
    need(each.root.equals(roots.get(each.size)), each.where, `the root over the first ${each.size} entries is another`);
  }
  const seen = [...signers(newest, witnesses)].map(([key, time]) => `${key.split('+')[0]} at ${time}`);
  const believed = !policy ? `It agrees with itself, and no more is known; compare its keys: ${keys.map(key => key.text).join(' ')}.`
    : quorum(new Map()) ? 'A key that you trust signed exactly these entries, perhaps others before or for others.'
    : 'A key that you trust signed exactly these entries, and your witnesses saw none of them change or vanish.';
  return [`${newest.origin}, ${newest.size} entries, root ${newest.root.toString('base64')},`,
    `cosigned by ${seen.join(' and ') || 'no witness that you know'}.`, believed,
    ...kept.map(each => `Its first ${each.size} entries are those of ${each.where}.`)].join(' ');
}

let policy, kept, names;
try {
  const options = { policy: { type: 'string' }, kept: { type: 'string', multiple: true } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  names = positionals[0] === '-' ? readFileSync(0, 'utf8').split('\n').filter(Boolean) : positionals;
  policy = values.policy && readPolicy(readFileSync(values.policy));
  kept = (values.kept ?? []).map(name => readCheckpoint(name, readFileSync(name)));
  need(positionals.length > 0, 'FILE', 'an export, or "-" for names of files on standard input, one a line');
} catch (fault) {
  console.error(`usage: verify.mjs [--policy FILE] [--kept CHECKPOINT]... FILE...\n${fault.message}`);
  process.exit(2);
}
for (const name of names) {
  let file;
  try {
    file = openSync(name);
    console.log(`${name}: holds: ${check(file, policy, kept)}`);
  } catch (fault) {
    const refused = fault instanceof Refused;
    console.error(`${name}: ${refused ? 'does not hold' : 'cannot be read'}: ${fault.message}`);
    process.exitCode = refused || process.exitCode === 6 ? 6 : 2;
  }
  if (file) closeSync(file);
}
