#!/usr/bin/env node
// node cli.mjs COMMAND FILE [--charter HASH|none]     the contract of conformance/README.md
// The only file here that touches files and the process.
import { openSync, fstatSync, readFileSync, closeSync } from 'node:fs';
import { FILE_COMMANDS, INPUT_COMMANDS, answer, answerProof } from './lib/contract.mjs';
import { NODE_COMMANDS } from './node-only/commands.mjs';
import { PROOF_BYTES } from './lib/proof.mjs';
import { isId } from './lib/types.mjs';

const COMMANDS = { ...INPUT_COMMANDS, ...NODE_COMMANDS };
const USAGE = 'usage: node cli.mjs COMMAND FILE [--charter HASH|none]';
const INPUT_BYTES = 4 * PROOF_BYTES; // an input has its texts inside JSON

function say(out, code) {
  process.stdout.write(`${JSON.stringify(out)}\n`);
  process.exitCode = code;
}

/** At most `cap` + 1 bytes: enough to see that it is too much. */
function readCapped(path, cap) {
  const fd = openSync(path, 'r');
  try {
    if (fstatSync(fd).size > cap) return new Uint8Array(cap + 1);
    return new Uint8Array(readFileSync(fd));
  } finally {
    closeSync(fd);
  }
}

function wrong(reason) {
  process.stderr.write(`${reason}\n${USAGE}\n`);
  process.exitCode = 2;
}

async function main(argv) {
  const args = [...argv];
  let charter;
  const at = args.indexOf('--charter');
  if (at >= 0) {
    const [, hash] = args.splice(at, 2);
    if (hash !== 'none' && !isId(hash)) return wrong('--charter: neither 64 hex digits nor none');
    charter = hash === 'none' ? undefined : hash;
  }
  if (args.length !== 2) return wrong('one command and one file');
  const [command, path] = args;
  let bytes;
  try {
    if (command === 'verify-proof') {
      bytes = readCapped(path, PROOF_BYTES);
      const out = await answerProof(bytes, charter);
      return say(out, out.verdict === 'not proven' ? 1 : 0);
    }
    let run;
    if (Object.hasOwn(FILE_COMMANDS, command)) {
      bytes = readCapped(path, PROOF_BYTES);
      run = () => FILE_COMMANDS[command](bytes);
    } else if (Object.hasOwn(COMMANDS, command)) {
      const input = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(readCapped(path, INPUT_BYTES)));
      run = () => COMMANDS[command](input);
    } else {
      return wrong(`unknown command ${command}`);
    }
    const out = await answer(run);
    return say(out, out.verdict === 'ok' ? 0 : 1);
  } catch (e) {
    return wrong(`${command}: ${e.message}`);
  }
}

await main(process.argv.slice(2));
