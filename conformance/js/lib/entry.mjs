// §6: entries.
import { refuse, utf8, concat, u8, hex } from './bytes.mjs';
import { decode64, encode64 } from './b64.mjs';
import { readBytes, writeBytes, depthOf } from './json.mjs';
import { exactly, list, int, isText, isList, isInt, isKind, isTime, isParty, isFieldName, isObject, strictlyRising } from './types.mjs';
import { H, shake } from './hash.mjs';
import { leafHash } from './merkle.mjs';

export const LINE_BYTES = 1048576; // §27
export const VALUE_BYTES = 16384;
export const VALUE_DEPTH = 8;
export const FIELDS_ACT = 64;
export const FIELDS_SEAL = 512;
const NEVER_DESTROYED = ['kind', 'at', 're', 'by', 'destroyable'];

/** A field's name and the canonical bytes of its value; refused if one is not in its form. */
export function fieldBytes(name, value) {
  if (!isFieldName(name)) refuse(`entry: not a field name: ${JSON.stringify(String(name).slice(0, 80))}`);
  if (depthOf(value) > VALUE_DEPTH) refuse(`entry: value of ${name} too deep`);
  const bytes = writeBytes(value);
  if (bytes.length > VALUE_BYTES) refuse(`entry: value of ${name} too large`);
  return bytes;
}

export const fieldHash = (name, salt, bytes) => H('detente/v1/field\n', u8(name.length), name, salt, bytes);

export function checkReferences(v, partyIds = false) {
  for (const r of list(v, 'entry: re', 1, 64)) {
    if (!isList(r) || r.length !== 3) refuse('entry: re: not a reference');
    const [party, generation, index] = r;
    if (!isText(party) || (partyIds && !isParty(party))) refuse('entry: re: not a party');
    if (!isInt(generation) || !isInt(index)) refuse('entry: re: not a number from 0');
  }
}

function readDestroyable(v) {
  if (!isList(v) || v.length !== 2) refuse('entry: destroyable');
  const count = int(v[0], 'entry: destroyable: count');
  const names = list(v[1], 'entry: destroyable: names', 1, Infinity);
  for (const n of names) {
    if (!isText(n)) refuse('entry: destroyable: not a name');
    if (NEVER_DESTROYED.includes(n)) refuse(`entry: destroyable: ${n} cannot be`);
  }
  strictlyRising(names, 'entry: destroyable');
  return { count, names };
}

/** "Rules for the fields of every entry"; `fields` is a Map of what a line still holds. */
function checkFields(fields, lineBytes) {
  if (lineBytes > LINE_BYTES) refuse('entry: line too long');
  const kind = fields.get('kind');
  if (!isKind(kind)) refuse('entry: kind');
  if (!isTime(fields.get('at'))) refuse('entry: at');
  const most = kind === 'seal' ? FIELDS_SEAL : FIELDS_ACT;
  if (fields.size > most) refuse('entry: too many fields');
  if (fields.has('re')) checkReferences(fields.get('re'));
  if (fields.has('by')) {
    const by = exactly(fields.get('by'), 'entry: by', ['delegate', 'ed25519']);
    if (!isText(by.get('delegate'))) refuse('entry: by: delegate');
    decode64(by.get('ed25519'), 64, 'entry: by');
  }
  if (!fields.has('destroyable')) return null;
  const destroyable = readDestroyable(fields.get('destroyable'));
  // "at most 64 fields", "whole or destroyed": the destroyed ones are counted too
  if (destroyable.count > most) refuse('entry: too many fields');
  return destroyable;
}

/** A whole entry from its secret and a Map of fields (as a writer would make it). */
export async function makeEntry(secret, fields) {
  return readEntry(['e', encode64(secret), fields]);
}

/** A whole entry -> {form, kind, fields, names, leaves (hashes and pads), fieldHashes}. */
async function readWhole(v, lineBytes) {
  if (v.length !== 3) refuse('entry: not three items');
  const secret = decode64(v[1], 32, 'entry: secret');
  const fields = v[2];
  if (!isObject(fields)) refuse('entry: fields');
  if (fields.size < 1 || fields.size > FIELDS_SEAL) refuse('entry: number of fields');
  const names = [...fields.keys()].sort();
  const values = names.map((n) => fieldBytes(n, fields.get(n)));
  const destroyable = checkFields(fields, lineBytes);
  if (destroyable) {
    if (destroyable.count !== names.length) refuse('entry: destroyable: count is not the number of fields');
    for (const n of destroyable.names) if (!fields.has(n)) refuse('entry: destroyable names a field that is not there');
  }
  const padded = Math.ceil(names.length / 8) * 8;
  const salts = shake(32 * padded, 'detente/v1/salt\n', secret);
  const leaves = [];
  for (let i = 0; i < padded; i++) {
    const salt = salts.subarray(32 * i, 32 * i + 32);
    leaves.push(i < names.length ? await fieldHash(names[i], salt, values[i]) : salt);
  }
  const kept = new Set(destroyable ? names.filter((n) => !destroyable.names.includes(n)) : names);
  return { form: 'e', kind: fields.get('kind'), fields, names, leaves, kept, destroyable, salts };
}

/** A list of hashes: 8, 16, .. 512 of 32 bytes each. */
export function readLeaves(v, what) {
  list(v, what, 8, 512);
  if (v.length % 8) refuse(`${what}: not a multiple of 8`);
  return v.map((x) => decode64(x, 32, what));
}

/** Openings, each found among the leaves after the one before it -> Map(name -> value), in order. */
export async function readOpenings(v, leaves, what) {
  list(v, what, 0, leaves.length);
  const place = new Map(); // hash -> rising positions
  leaves.forEach((h, i) => {
    const k = hex(h);
    if (place.has(k)) place.get(k).push(i);
    else place.set(k, [i]);
  });
  const names = [];
  const hashes = [];
  for (const o of v) {
    if (!isList(o) || o.length !== 3) refuse(`${what}: not an opening`);
    const bytes = fieldBytes(o[0], o[2]);
    const salt = decode64(o[1], 32, `${what}: salt`);
    names.push(o[0]);
    hashes.push(fieldHash(o[0], salt, bytes));
  }
  strictlyRising(names, what);
  const found = await Promise.all(hashes);
  let last = -1;
  const opened = new Map();
  found.forEach((h, i) => {
    const at = (place.get(hex(h)) ?? []).find((p) => p > last);
    if (at === undefined) refuse(`${what}: ${names[i]} is not among the hashes, or not in its order`);
    last = at;
    opened.set(names[i], v[i][2]);
  });
  return opened;
}

async function readDestroyed(v, lineBytes) {
  if (v.length !== 3) refuse('entry: not three items');
  const leaves = readLeaves(v[1], 'entry: hashes');
  const fields = await readOpenings(v[2], leaves, 'entry: openings');
  const destroyable = checkFields(fields, lineBytes);
  if (!destroyable) refuse('entry: destroyed, without destroyable');
  for (const n of destroyable.names) if (fields.has(n)) refuse('entry: destroyed, and opens a destroyable field');
  if (fields.size !== destroyable.count - destroyable.names.length) refuse('entry: the openings are not the kept fields');
  if (leaves.length !== Math.ceil(destroyable.count / 8) * 8) refuse('entry: not as many hashes as its fields need');
  return { form: 'p', kind: fields.get('kind'), fields, leaves, kept: new Set(fields.keys()), destroyable };
}

/** An entry's value, as it stands in one line. */
export async function readEntry(v, lineBytes = writeBytes(v).length) {
  if (lineBytes > LINE_BYTES) refuse('entry: line too long');
  if (!isList(v) || v.length < 1) refuse('entry: not a list');
  if (v[0] === 'e') return readWhole(v, lineBytes);
  if (v[0] === 'p') return readDestroyed(v, lineBytes);
  return refuse('entry: neither e nor p');
}

/** One line (without its LF) of a pouch or a store. */
export function readLine(bytes) {
  if (bytes.length > LINE_BYTES) refuse('entry: line too long');
  return readEntry(readBytes(bytes), bytes.length);
}

export const leafData = (leaves) => concat(utf8('detente/v1/entry\n'), ...leaves);

/** The log's leaf. */
export const entryLeaf = (leaves) => leafHash(leafData(leaves));

/** The message of a personal signature (§6): of a whole entry of this log. */
export function personMessage(entry, log) {
  const parts = [utf8('detente/v1/person\n'), utf8(log)];
  entry.names.forEach((n, i) => {
    if (n !== 'by') parts.push(entry.leaves[i]);
  });
  return concat(...parts);
}
