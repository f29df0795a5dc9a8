// Inputs of vectors are plain (not canonical) JSON. This brings a value of JSON.parse into the
// form of json.mjs; what canonical JSON cannot say is refused.
import { refuse } from './bytes.mjs';

export function fromPlain(v) {
  if (v === null || typeof v === 'boolean') return v;
  if (typeof v === 'string') {
    if (!v.isWellFormed() || v.includes('\0')) refuse('value: a text that canonical JSON does not have');
    return v;
  }
  if (typeof v === 'number') {
    if (!Number.isSafeInteger(v) || Object.is(v, -0)) refuse('value: a number that canonical JSON does not have');
    return v;
  }
  if (Array.isArray(v)) return v.map(fromPlain);
  return new Map(Object.keys(v).map((k) => [k, fromPlain(v[k])]));
}

export function toPlain(v) {
  if (v instanceof Map) return Object.fromEntries([...v].map(([k, x]) => [k, toPlain(x)]));
  if (Array.isArray(v)) return v.map(toPlain);
  return v;
}
