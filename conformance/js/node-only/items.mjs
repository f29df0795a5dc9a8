// §17: one gzip member of a container -> its items. Only this needs node:zlib (a verifier does not).
import { inflateRawSync, crc32 } from 'node:zlib';
import { refuse } from '../lib/bytes.mjs';

const TEXT_BYTES = 67108864; // §27 container_text
const ITEMS = 256;

/** RFC 1952: ID1 ID2 CM FLG MTIME(4) XFL OS, then what the flags say is there; what it tells is passed over. */
function headerLength(packed) {
  if (packed.length < 18 || packed[0] !== 0x1f || packed[1] !== 0x8b || packed[2] !== 8 || packed[3] & 0xe0) refuse('container: not gzip');
  const [HCRC, EXTRA, NAME, COMMENT] = [2, 4, 8, 16];
  const flags = packed[3];
  let at = 10;
  if (flags & EXTRA) at += 2 + packed[at] + 256 * packed[at + 1];
  for (const text of [NAME, COMMENT]) {
    if (!(flags & text)) continue;
    const end = packed.indexOf(0, at);
    if (end < 0) refuse('container: not gzip');
    at = end + 1;
  }
  if (flags & HCRC) {
    if (at + 2 > packed.length || (crc32(packed.subarray(0, at)) & 0xffff) !== packed[at] + 256 * packed[at + 1]) refuse('container: header sum');
    at += 2;
  }
  return at;
}

export function openItems(packed) {
  const start = headerLength(packed);
  let out;
  try {
    out = inflateRawSync(packed.subarray(start), { maxOutputLength: TEXT_BYTES, info: true });
  } catch (e) {
    refuse(`container: ${e.code === 'ERR_BUFFER_TOO_LARGE' ? 'opens to too much' : 'gzip is broken'}`);
  }
  const text = out.buffer;
  const rest = packed.subarray(start + out.engine.bytesWritten);
  if (rest.length !== 8) refuse('container: cut off, or something after the gzip member');
  const end = new DataView(rest.buffer, rest.byteOffset, 8);
  if (end.getUint32(0, true) !== crc32(text) || end.getUint32(4, true) !== text.length) refuse('container: gzip sum');
  const items = [];
  const view = new DataView(text.buffer, text.byteOffset, text.length);
  for (let at = 0; at < text.length; ) {
    if (items.length === ITEMS) refuse('container: too many items');
    if (at + 4 > text.length) refuse('container: a length is cut off');
    const n = view.getUint32(at);
    at += 4;
    if (n === 0) refuse('container: an empty item');
    if (at + n > text.length) refuse('container: an item is cut off');
    items.push(new Uint8Array(text.subarray(at, at + n)));
    at += n;
  }
  if (items.length === 0) refuse('container: no item');
  return items;
}
