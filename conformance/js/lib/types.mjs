// §1: the small types, and "has exactly the members".
import { refuse, compareBytes, utf8 } from './bytes.mjs';

// `$` without the m flag is the very end of the text in JavaScript (no last LF is skipped).
const PARTY = /^[a-z][a-z0-9_]{0,31}$/;
const FIELD = /^[a-z][a-z0-9_]{0,31}(\/[a-z0-9_]{1,32})?$/; // §6
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
const ID = /^[0-9a-f]{64}$/;
const TIME = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z$/;
const DECIMAL = /^(0|[1-9][0-9]*)$/;
export const MAX_SIZE = (1n << 63n) - 1n;

export const isText = (v) => typeof v === 'string';
export const isObject = (v) => v instanceof Map;
export const isList = (v) => Array.isArray(v);
export const isInt = (v, min = 0, max = Number.MAX_SAFE_INTEGER) => typeof v === 'number' && v >= min && v <= max;
export const isParty = (v) => isText(v) && PARTY.test(v);
export const isKind = isParty;
export const isFieldName = (v) => isText(v) && FIELD.test(v);
export const isLanguage = (v) => isText(v) && LANGUAGE.test(v);
export const isId = (v) => isText(v) && ID.test(v);

export function isTime(v) {
  const m = isText(v) && TIME.exec(v);
  if (!m) return false;
  const [y, mo, d, h, mi, s] = m.slice(1).map(Number);
  if (y < 1 || mo < 1 || mo > 12 || h > 23 || mi > 59 || s > 59) return false;
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][mo - 1];
  return d >= 1 && d <= days;
}

export const isDay = (v) => isText(v) && isTime(`${v}T00:00:00Z`);

/** A size in a text line: ASCII decimal, at most 2^63-1, as BigInt; refused otherwise. */
export function readSize(text, what) {
  if (!DECIMAL.test(text) || text.length > 19) refuse(`${what}: not a size`);
  const n = BigInt(text);
  if (n > MAX_SIZE) refuse(`${what}: above 2^63-1`);
  return n;
}

/** "has exactly the members"; `optional` are those that MAY be absent. */
export function exactly(v, what, members, optional = []) {
  if (!isObject(v)) refuse(`${what}: not an object`);
  for (const m of members) if (!v.has(m)) refuse(`${what}: no ${m}`);
  for (const k of v.keys()) {
    if (!members.includes(k) && !optional.includes(k)) refuse(`${what}: unknown member ${JSON.stringify(k)}`);
  }
  return v;
}

/** A text by language (§1). */
export function textByLanguage(v, what, min = 0) {
  if (!isObject(v)) refuse(`${what}: not a text by language`);
  if (v.size < min) refuse(`${what}: empty`);
  for (const [lang, text] of v) {
    if (!isLanguage(lang)) refuse(`${what}: not a language`);
    if (!isText(text) || text === '') refuse(`${what}: not a text`);
  }
}

export function list(v, what, min, max) {
  if (!isList(v)) refuse(`${what}: not a list`);
  if (v.length < min || v.length > max) refuse(`${what}: ${v.length} items`);
  return v;
}

export function int(v, what, min = 0, max = Number.MAX_SAFE_INTEGER) {
  if (!isInt(v, min, max)) refuse(`${what}: not a number from ${min} to ${max}`);
  return v;
}

/** Refuses unless each is above the one before in the order of bytes. */
export function strictlyRising(texts, what) {
  for (let i = 1; i < texts.length; i++) {
    if (compareBytes(utf8(texts[i - 1]), utf8(texts[i])) >= 0) refuse(`${what}: not strictly rising`);
  }
}
