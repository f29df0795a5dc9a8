// node page/build.mjs < MESSAGES > verify.html      (scripts/verifier_page.py calls it)
// One file out of page.html, page.css, main.mjs with all that it imports, and the messages. The same input gives the same
// bytes: esbuild and the libraries are pinned, and nothing of the machine gets in.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..');
const read = (...parts) => readFileSync(join(...parts), 'utf8');

async function bundle(messages) {
  const out = await build({
    entryPoints: [join(HERE, 'main.mjs')],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    platform: 'browser', // chooses lib/primitives-noble.mjs for #primitives
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none', // the whole licences stand at the beginning of the file
    define: { MESSAGES: messages },
    logLevel: 'error',
  });
  return { script: out.outputFiles[0].text, inputs: Object.keys(out.metafile.inputs) };
}

/** The packages that are in the bundle, each with its licence, whole. */
function licences(inputs) {
  const names = new Set(inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  return [...names].sort().map((name) => {
    const folder = join(ROOT, 'node_modules', name);
    const { version } = JSON.parse(read(folder, 'package.json'));
    return `${name} ${version}\n\n${read(folder, 'LICENSE').trim()}`;
  });
}

const OWN = `Détente: a page that checks proofs without a network. Licensed under the Apache License, Version 2.0;
you may obtain a copy of the License at http://www.apache.org/licenses/LICENSE-2.0
It contains, each under its own licence:`;

const sourceHash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export async function page(messages) {
  const { script: code, inputs } = await bundle(messages);
  const script = `\n${code}`;
  const style = `\n${read(HERE, 'page.css')}`;
  const policy = `default-src 'none'; script-src ${sourceHash(script)}; style-src ${sourceHash(style)}; base-uri 'none'; form-action 'none'`;
  const parts = { policy, style, script, licences: [OWN, ...licences(inputs)].join('\n\n----\n\n') };
  for (const [name, text] of Object.entries(parts)) check(name, text);
  return read(HERE, 'page.html').replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
}

/** What would end its element early, or mean something else than it says. */
function check(name, text) {
  const bad = { script: /<\/script|<!--/i, style: /<\/style/i, licences: /--!?>/, policy: /"/ }[name];
  if (bad.test(text)) throw new Error(`the ${name} holds ${bad.exec(text)[0]}`);
}

process.stdout.write(await page(read('/dev/stdin')));
