// The commands of the contract that need more than the verifying core.
import { refuse, hex } from '../lib/bytes.mjs';
import { tryDecode64 } from '../lib/b64.mjs';
import { H } from '../lib/hash.mjs';
import { Node } from '../lib/node.mjs';
import { charterOf, bytesOf } from '../lib/contract.mjs';
import { openItems } from './items.mjs';

export const NODE_COMMANDS = {
  async pouches(i) {
    const node = new Node(await charterOf(bytesOf(i, 'charter')), i.channel, new Set(i.agreed.map((r) => r.join('/'))));
    await node.start();
    const outcomes = [];
    for (const p of i.pouches) outcomes.push(await node.offer(bytesOf(p, 'pouch')));
    return { outcomes, cut: await node.heldCut() };
  },
  async items(i) {
    const packed = tryDecode64(i.packed);
    if (packed === null) refuse('packed: not base64 in its one form');
    return { items: await Promise.all(openItems(packed).map(async (x) => hex(await H(x)))) };
  },
};
