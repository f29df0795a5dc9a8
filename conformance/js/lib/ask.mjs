// §18: asks. Not signed; form only.
import { refuse, fromUtf8 } from './bytes.mjs';
import { decode64 } from './b64.mjs';
import { isId, isParty, readSize } from './types.mjs';
import { PAD_BYTES } from './pouch.mjs';

const PAD = /^[A-Za-z0-9+/]*$/;

export function readAsk(bytes) {
  const s = fromUtf8(bytes, 'ask');
  if (!s.endsWith('\n')) refuse('ask: no LF at the end');
  const lines = s.slice(0, -1).split('\n');
  if (lines.length > 4095) refuse('ask: too many lines');
  if (lines[0] !== 'detente-ask/v1') refuse('ask: first line');
  const ask = { channel: null, have: [], want: [], blobs: [], away: false };
  let padded = false;
  for (const line of lines.slice(1)) {
    if (padded) refuse('ask: a line after the pad');
    if (ask.away && !line.startsWith('pad ')) refuse('ask: a line after away');
    const [word, ...rest] = line.split(' ');
    if (word === 'channel') {
      if (ask.channel || rest.length !== 2 || !isId(rest[0]) || !isId(rest[1])) refuse('ask: channel');
      ask.channel = rest;
      continue;
    }
    if (word === 'pad') {
      if (rest.length !== 1 || line.length > PAD_BYTES || !PAD.test(rest[0])) refuse('ask: pad');
      padded = true;
      continue;
    }
    if (!ask.channel) refuse('ask: no channel first');
    if (word === 'have' || word === 'want') {
      if (rest.length !== 4 || !isParty(rest[0])) refuse(`ask: ${word}`);
      const generation = readSize(rest[1], 'ask: generation');
      if (generation > 999999n) refuse('ask: generation');
      ask[word].push({ party: rest[0], generation, size: readSize(rest[2], 'ask: size'), root: decode64(rest[3], 32, 'ask: root') });
    } else if (word === 'blob') {
      if (rest.length !== 1 || !isId(rest[0])) refuse('ask: blob');
      ask.blobs.push(rest[0]);
    } else if (line === 'away') {
      ask.away = true;
    } else {
      refuse('ask: unknown line');
    }
  }
  if (!ask.channel) refuse('ask: no channel');
  return ask;
}
