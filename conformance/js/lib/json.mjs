// §2: canonical JSON. Objects are Map (§30: no prototype, no reordering of integer-like keys),
// lists are Array, integers are number, the rest as in JSON.
//
// The reader takes the one form and nothing else, while it reads; that the encoding of what
// was read is the same bytes is checked once more by the callers that have bytes (`readBytes`).
import { refuse, fromUtf8 } from './bytes.mjs';

export const JSON_DEPTH = 16; // §27 json_depth

/**
 * Not of the page: 64 MiB of `{},{},..` would take gigabytes. A proof of 4096 entries with 64
 * openings each has some 270,000 containers. (The page has no limit; see the report.)
 */
export const MOST_CONTAINERS = 2_000_000;

const SHORT = { 0x22: 0x22, 0x5c: 0x5c, 0x62: 8, 0x74: 9, 0x6e: 10, 0x66: 12, 0x72: 13 };
const ESCAPE = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };

class Reader {
  constructor(text) {
    this.s = text;
    this.i = 0;
    this.containers = 0;
  }

  fail(reason) {
    refuse(`canonical JSON: ${reason} at character ${this.i}`);
  }

  value(depth) {
    const c = this.s.charCodeAt(this.i);
    switch (c) {
      case 0x22:
        return this.string();
      case 0x5b:
        return this.list(depth + 1);
      case 0x7b:
        return this.object(depth + 1);
      case 0x74:
        return this.word('true', true);
      case 0x66:
        return this.word('false', false);
      case 0x6e:
        return this.word('null', null);
      default:
        if (c === 0x2d || (c >= 0x30 && c <= 0x39)) return this.number();
        return this.fail(Number.isNaN(c) ? 'ends too early' : 'no value');
    }
  }

  enter(depth) {
    if (depth > JSON_DEPTH) this.fail('too deep');
    if (++this.containers > MOST_CONTAINERS) this.fail('more containers than this program carries');
    this.i++;
  }

  word(text, value) {
    if (!this.s.startsWith(text, this.i)) this.fail('no value');
    this.i += text.length;
    return value;
  }

  number() {
    const s = this.s;
    const start = this.i;
    let i = start;
    if (s.charCodeAt(i) === 0x2d) i++;
    const first = i;
    while (s.charCodeAt(i) >= 0x30 && s.charCodeAt(i) <= 0x39) i++;
    const digits = i - first;
    const next = s.charCodeAt(i);
    // 1.0, 1e0 and the like: whatever would go on as a number in another reader
    if (digits === 0 || next === 0x2e || next === 0x65 || next === 0x45) this.fail('not an integer');
    if (s.charCodeAt(first) === 0x30 && (digits > 1 || first > start)) this.fail('leading zero, or -0');
    const n = digits > 16 ? NaN : Number(s.slice(start, i));
    if (!Number.isSafeInteger(n)) this.fail('integer too large');
    this.i = i;
    return n;
  }

  string() {
    const s = this.s;
    let from = ++this.i;
    let out = '';
    for (;;) {
      const c = s.charCodeAt(this.i);
      if (c === 0x22) {
        out += s.slice(from, this.i);
        this.i++;
        return out;
      }
      if (Number.isNaN(c)) this.fail('text without an end');
      if (c < 0x20) this.fail('raw control character');
      if (c !== 0x5c) {
        this.i++;
        continue;
      }
      out += s.slice(from, this.i);
      const e = s.charCodeAt(this.i + 1);
      if (SHORT[e] !== undefined) {
        out += String.fromCharCode(SHORT[e]);
        this.i += 2;
      } else if (e === 0x75) {
        const four = s.slice(this.i + 2, this.i + 6);
        if (!/^00[01][0-9a-f]$/.test(four)) this.fail('escape that the one form does not have');
        const code = parseInt(four, 16);
        if (code === 0) this.fail('U+0000');
        if (ESCAPE[code]) this.fail('long escape of a character with a short one');
        out += String.fromCharCode(code);
        this.i += 6;
      } else {
        this.fail('unknown escape');
      }
      from = this.i;
    }
  }

  list(depth) {
    this.enter(depth);
    const out = [];
    if (this.s.charCodeAt(this.i) === 0x5d) {
      this.i++;
      return out;
    }
    for (;;) {
      out.push(this.value(depth));
      const c = this.s.charCodeAt(this.i);
      if (c !== 0x2c && c !== 0x5d) this.fail('neither , nor ]');
      this.i++;
      if (c === 0x5d) return out;
    }
  }

  object(depth) {
    this.enter(depth);
    const out = new Map();
    if (this.s.charCodeAt(this.i) === 0x7d) {
      this.i++;
      return out;
    }
    let last = null;
    for (;;) {
      if (this.s.charCodeAt(this.i) !== 0x22) this.fail('no key');
      const key = this.string();
      if (!/^[\x01-\x7f]*$/.test(key)) this.fail('key that is not ASCII');
      // ASCII: code unit order is byte order (§30)
      if (last !== null && !(last < key)) this.fail(last === key ? 'repeated key' : 'keys not sorted');
      last = key;
      if (this.s.charCodeAt(this.i) !== 0x3a) this.fail('no :');
      this.i++;
      out.set(key, this.value(depth));
      const c = this.s.charCodeAt(this.i);
      if (c !== 0x2c && c !== 0x7d) this.fail('neither , nor }');
      this.i++;
      if (c === 0x7d) return out;
    }
  }
}

/** The value of a text that came out of `fromUtf8` (so it has no lone surrogates). */
export function readText(text) {
  const r = new Reader(text);
  const v = r.value(0);
  if (r.i !== text.length) r.fail('something after the value');
  return v;
}

/** The value of these bytes; refused unless they are its one form. */
export function readBytes(bytes) {
  const text = fromUtf8(bytes, 'canonical JSON');
  const v = readText(text);
  if (matches(v, text, 0) !== text.length) refuse('canonical JSON: differs from the encoding of its value');
  return v;
}

/** Where the encoding of `v` ends in `text`, if it stands there from `at`; -1 if it does not. */
function matches(v, text, at) {
  if (Array.isArray(v)) {
    if (text[at] !== '[') return -1;
    if (v.length === 0) return text[at + 1] === ']' ? at + 2 : -1;
    for (let i = 0; i < v.length; i++) {
      if (text[at] !== (i ? ',' : '[')) return -1;
      at = matches(v[i], text, at + 1);
      if (at < 0) return -1;
    }
    return text[at] === ']' ? at + 1 : -1;
  }
  if (v instanceof Map) {
    if (text[at] !== '{') return -1;
    if (v.size === 0) return text[at + 1] === '}' ? at + 2 : -1;
    let last = null;
    for (const [k, x] of v) {
      if (last !== null && !(last < k)) return -1;
      if (text[at] !== (last === null ? '{' : ',')) return -1;
      last = k;
      const key = `${writeString(k)}:`;
      if (!text.startsWith(key, at + 1)) return -1;
      at = matches(x, text, at + 1 + key.length);
      if (at < 0) return -1;
    }
    return text[at] === '}' ? at + 1 : -1;
  }
  const s = writeText(v);
  return text.startsWith(s, at) ? at + s.length : -1;
}

function writeString(s) {
  // eslint-disable-next-line no-control-regex
  if (!/[\x00-\x1f"\\]/.test(s)) return `"${s}"`;
  // eslint-disable-next-line no-control-regex
  return `"${s.replace(/[\x00-\x1f"\\]/g, (c) => {
    const n = c.charCodeAt(0);
    return ESCAPE[n] ?? '\\u00' + n.toString(16).padStart(2, '0');
  })}"`;
}

export function writeText(v) {
  if (typeof v === 'string') return writeString(v);
  if (typeof v === 'number') return String(v);
  if (v === null || typeof v === 'boolean') return String(v);
  if (Array.isArray(v)) return `[${v.map(writeText).join(',')}]`;
  if (v instanceof Map) {
    const keys = [...v.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${keys.map((k) => `${writeString(k)}:${writeText(v.get(k))}`).join(',')}}`;
  }
  throw new TypeError('not a value of canonical JSON');
}

const encoder = new TextEncoder();

/** The canonical bytes of a value. */
export function writeBytes(v) {
  return encoder.encode(writeText(v));
}

/** §2: the depth of a value; `1` has 0, `[]` has 1. (Read values have at most JSON_DEPTH.) */
export function depthOf(v) {
  if (v instanceof Map) v = [...v.values()];
  if (!Array.isArray(v)) return 0;
  let most = 0;
  for (const x of v) most = Math.max(most, depthOf(x));
  return most + 1;
}

/** Equality of two values, by their one form. */
export function sameValue(a, b) {
  return writeText(a) === writeText(b);
}
