// §2: canonical JSON. Objects are Map (§30: no prototype, no reordering of integer-like keys),
// lists are Array, integers are number, the rest as in JSON.
//
// The reader takes the one form and nothing else, while it reads; that the encoding of what
// was read is the same bytes is checked once more by the callers that have bytes (`readBytes`).
import { refuse, fromUtf8 } from './bytes.mjs';

export const JSON_DEPTH = 16; // §27 json_depth

const SHORT = { 0x22: 0x22, 0x5c: 0x5c, 0x62: 8, 0x74: 9, 0x6e: 10, 0x66: 12, 0x72: 13 };
const ESCAPE = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };

class Reader {
  constructor(text) {
    this.s = text;
    this.i = 0;
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

  word(text, value) {
    if (!this.s.startsWith(text, this.i)) this.fail('no value');
    this.i += text.length;
    return value;
  }

  number() {
    const re = /-?(?:0|[1-9][0-9]*)/y;
    re.lastIndex = this.i;
    const m = re.exec(this.s);
    if (!m) this.fail('not an integer');
    const next = this.s.charCodeAt(re.lastIndex);
    // 00, 1.0, 1e0 and the like: whatever would go on as a number in another reader
    if ((next >= 0x30 && next <= 0x39) || next === 0x2e || next === 0x65 || next === 0x45) {
      this.fail('not an integer in its one form');
    }
    if (m[0] === '-0') this.fail('-0');
    if (m[0].length > 17) this.fail('integer too large');
    const n = Number(m[0]);
    if (!Number.isSafeInteger(n)) this.fail('integer too large');
    this.i = re.lastIndex;
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
    if (depth > JSON_DEPTH) this.fail('too deep');
    this.i++;
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
    if (depth > JSON_DEPTH) this.fail('too deep');
    this.i++;
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
  if (writeText(v) !== text) refuse('canonical JSON: differs from the encoding of its value');
  return v;
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
