// The page: takes files and a hash, lets ../lib judge, shows what came of it. Knows no network: nothing here can send.
import { PROOF_BYTES, verifyProof } from '../lib/proof.mjs';
import { hex } from '../lib/bytes.mjs';
import { H } from '../lib/hash.mjs';
import { readVkey } from '../lib/note.mjs';
import { encode64 } from '../lib/b64.mjs';
import { isId } from '../lib/types.mjs';
import { LANGUAGES, Speaker, bare, foreign, plain } from './say.mjs';
import { reportOf } from './report.mjs';
import { sentenceOf } from './sentence.mjs';
import { detailsOf } from './details.mjs';
import { byId, h, replace } from './dom.mjs';
import { kindOf } from './files.mjs';

/* global MESSAGES -- put in by build.mjs: {language: {texts, plurals, words, steps, guards, causes}} */

/** Everything that the page knows. `proof.bytes` are the file's own; `changed` is laid over them, never written into them. */
const state = {
  t: null,
  theme: null,
  proof: null, // {name, size, bytes | null (too large), digest, isOther}
  changed: null, // {at, old, new}
  charterFile: null, // the name of the file whose hash stands in the field
  badHash: false,
  notices: [], // [key, params]
  result: null,
  run: 0,
};

// ---- language and colours, kept in the address

function settings() {
  return new URLSearchParams(location.hash.slice(1));
}

function keep(name, value) {
  const s = settings();
  s.set(name, value);
  history.replaceState(null, '', `#${s}`);
}

function wantedLanguage() {
  const known = LANGUAGES.map(([id]) => id);
  const wanted = [settings().get('lang'), ...navigator.languages.map((l) => l.split('-')[0])];
  return wanted.find((l) => known.includes(l)) ?? 'en';
}

function readSettings() {
  state.t = new Speaker(wantedLanguage(), MESSAGES);
  const theme = settings().get('theme');
  state.theme = ['light', 'dark'].includes(theme) ? theme : null;
  show();
}

/** The page of a node from which somebody came: an address of the same server and of no other (to a browser
    tabs and line ends are nothing: /, one of them, / leads elsewhere); a file of its own has nowhere to go. */
function placeBefore() {
  const back = settings().get('back') ?? '';
  return location.protocol.startsWith('http') && /^\/(?![/\\])\P{Cc}*$/u.test(back) ? back : null;
}

const isDark = () => (state.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

// ---- what is given

const wantedHash = () => byId('charter').value.replace(/\s+/g, '').toLowerCase();

const trusted = () => byId('witnesses').value.split('\n').map((l) => l.trim()).filter((l) => l !== '');

async function badKeys() {
  const bad = [];
  for (const key of trusted()) await readVkey(key).catch(() => bad.push(key));
  return bad;
}

/** Takes files that were dropped (`place` null) or chosen in one of the two places; what they are, their content says. */
async function take(files, place) {
  state.notices = [];
  const found = [];
  for (const file of files.slice(0, 3)) found.push(await read(file));
  const charters = found.filter((f) => f.kind === 'charter');
  const proofs = found.filter((f) => f.kind !== 'charter' && f.kind !== 'unreadable');
  if (files.length > 2 || charters.length > 1 || proofs.length > 1) {
    state.notices.push(['which_one', {}]);
    return show();
  }
  for (const c of charters) takeCharter(c, place);
  for (const p of proofs) takeProof(p, place);
  return check();
}

async function read(file) {
  const { name, size } = file;
  if (size > PROOF_BYTES) return { kind: 'large', name, size, bytes: null };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return { name, size, bytes, digest: hex(await H(bytes)), ...(await kindOf(bytes)) };
  } catch (e) {
    state.notices.push(['unreadable', { name, reason: e.message }]);
    return { kind: 'unreadable' };
  }
}

function takeCharter({ name, hash }, place) {
  byId('charter').value = hash;
  state.charterFile = name;
  state.badHash = false;
  if (place === 'proof') state.notices.push(['was_charter', { name }]);
}

function takeProof(proof, place) {
  const { name, kind } = proof;
  if (kind === 'other' && place === 'charter') {
    byId('charter').value = '';
    state.charterFile = null;
    state.notices.push(['not_a_charter', { name }]);
    return;
  }
  state.proof = proof;
  state.changed = null;
  if (place === 'charter') state.notices.push(['was_proof', { name }]);
  if (kind === 'other') state.notices.push(['not_a_proof', { name }]);
  if (kind === 'large') state.notices.push(['too_large', { name }]);
}

// ---- the check

/** The browser draws, and answers the person, between two steps. */
const breathe = () => new Promise((done) => setTimeout(done));

function current() {
  const { proof, changed } = state;
  if (!changed) return proof.bytes;
  const bytes = proof.bytes.slice();
  bytes[changed.at] = changed.new;
  return bytes;
}

async function check() {
  const run = ++state.run;
  state.result = null;
  forgetVerdict();
  state.badKeys = await badKeys();
  if (!state.proof) return show();
  const { bytes, size } = state.proof;
  if (bytes === null) {
    state.result = { status: 'not proven', step: 1, reason: `proof: ${size} bytes, at most ${PROOF_BYTES}` };
    return show();
  }
  const hash = wantedHash();
  const given = {
    charterHash: isId(hash) ? hash : undefined,
    witnesses: trusted(),
    async before(step) {
      if (run === state.run) showProgress(step);
      await breathe();
    },
  };
  const result = await verifyProof(current(), given);
  if (run !== state.run) return undefined; // something newer was given meanwhile
  state.result = result;
  return show();
}

function changeOneByte() {
  const { bytes } = state.proof;
  const at = Math.floor(Math.random() * bytes.length);
  const other = (bytes[at] + 1 + Math.floor(Math.random() * 255)) % 256;
  state.changed = { at, old: bytes[at], new: other };
  return check();
}

function putBack() {
  state.changed = null;
  return check();
}

// ---- what is shown

/** While something is checked, what stood there is dimmed and is no verdict any more. */
function forgetVerdict() {
  const box = byId('result');
  box.dataset.state = state.proof ? 'checking' : 'empty';
  for (const name of ['verdict', 'step', 'claim', 'signers', 'caveats', 'standing']) delete box.dataset[name];
}

function showProgress(step) {
  const { t } = state;
  replace(byId('status'), t.text('checking', { step }));
}

/** Shows everything anew, in the language of now. */
function show() {
  const { t } = state;
  const root = document.documentElement;
  root.lang = t.language;
  root.dir = t.direction;
  if (state.theme) root.dataset.theme = state.theme;
  else delete root.dataset.theme;
  document.title = bare(t.text('title'));
  for (const e of document.querySelectorAll('[data-text]')) replace(e, t.text(e.dataset.text));
  for (const a of byId('languages').querySelectorAll('a')) {
    if (a.lang === t.language) a.setAttribute('aria-current', 'true');
    else a.removeAttribute('aria-current');
  }
  byId('languages').setAttribute('aria-label', bare(t.text('language')));
  const back = placeBefore();
  byId('back').hidden = back === null;
  if (back !== null) byId('back').href = back;
  replace(byId('theme'), t.text(isDark() ? 'to_light' : 'to_dark'));
  showGiven();
  showResult();
}

function showGiven() {
  const { t, proof } = state;
  const notices = state.notices.map(([key, params]) => h('p', {}, t.text(key, params)));
  replace(byId('notices'), notices);
  replace(byId('proof-file'), proof ? t.text('file_line', { name: proof.name, size: t.plural('bytes', proof.size) }) : []);
  const field = byId('charter');
  field.setAttribute('aria-invalid', String(state.badHash));
  replace(byId('charter-said'), state.badHash ? t.text('hash_malformed') : state.charterFile ? t.text('charter_from', { name: state.charterFile }) : []);
  byId('charter-said').classList.toggle('bad', state.badHash);
  replace(byId('witness-said'), (state.badKeys ?? []).map((key) => h('p', {}, t.text('vkey_malformed', { key: key.slice(0, 80) }))));
}

const VERDICTS = { proven: 'proven', consistent: 'consistent', 'not proven': 'not_proven' };

function showResult() {
  const { t, result, proof, changed } = state;
  const box = byId('result');
  forgetVerdict();
  if (result) box.dataset.state = 'done';
  byId('exercise').hidden = true;
  byId('outcome').hidden = !result;
  byId('tamper').hidden = !result || !(changed || (result.status !== 'not proven' && proof.bytes.length));
  replace(byId('status'), []);
  if (!result) return;
  box.dataset.verdict = result.status;
  replace(byId('verdict'), t.text(VERDICTS[result.status]));
  const failed = result.status === 'not proven';
  if (failed) showFailure(result, box);
  else showReport(reportOf(result, trusted()), result, box);
  byId('copy').hidden = failed;
  replace(byId('copy'), t.text('copy'));
  showChange();
}

function showFailure(result, box) {
  const { t } = state;
  box.dataset.step = result.step;
  replace(byId('sentence'), t.text('fails', { step: result.step, name: [t.messages.steps[result.step]] }));
  const guard = result.step === 3 ? [] : h('p', {}, t.text('fails_because', { what: [t.messages.guards[result.step]] }));
  replace(byId('meaning'), h('p', { class: 'cause' }, t.messages.causes[result.step]), guard, h('p', {}, t.text('nothing')));
  const words = h('p', {}, h('bdi', { lang: 'en', dir: 'ltr', translate: 'no' }, result.reason));
  replace(byId('details'), h('details', { class: 'reason' }, h('summary', {}, t.text('reason')), words));
}

function showReport(report, result, box) {
  const { t, proof } = state;
  Object.assign(box.dataset, { claim: report.claim, signers: report.signers.join(' '), caveats: report.codes.join(' ') });
  if (result.state.standing) box.dataset.standing = encode64(result.state.standing.digest);
  byId('exercise').hidden = !report.exercise;
  replace(byId('sentence'), sentenceOf(report, t));
  replace(byId('meaning'), report.status === 'consistent' ? h('p', {}, t.text('consistent_means')) : []);
  replace(byId('details'), detailsOf(report, t, proof));
}

/** A byte: as a character where it is one, and as a number. */
const shownByte = (b) => foreign(`${b > 32 && b < 127 ? `${String.fromCharCode(b)} ` : ''}(0x${b.toString(16).padStart(2, '0')})`);

function showChange() {
  const { t, changed, proof } = state;
  byId('change').hidden = changed !== null;
  byId('restore').hidden = changed === null;
  if (!changed) return replace(byId('changed'), t.text('tamper_hint'));
  const { at, old } = changed;
  const said = t.text('tampered', { place: at + 1, size: proof.bytes.length, old: shownByte(old), new: shownByte(changed.new) });
  return replace(byId('changed'), said);
}

async function copy() {
  const { t } = state;
  const said = sentenceOf(reportOf(state.result, trusted()), t);
  await navigator.clipboard.writeText(t.language === 'ar' ? plain(said) : bare(said));
  replace(byId('copy'), t.text('copied'));
}

// ---- events

function chosen(place) {
  return async (event) => {
    const files = [...event.target.files];
    event.target.value = ''; // so that the same file can be chosen again
    await take(files, place);
    if (state.result) byId('verdict').focus();
  };
}

function listen() {
  byId('choose-proof').addEventListener('change', chosen('proof'));
  byId('choose-charter').addEventListener('change', chosen('charter'));
  byId('charter').addEventListener('input', () => {
    state.charterFile = null;
    state.badHash = !/^[0-9a-f]{0,64}$/.test(wantedHash()); // no more typing makes a hash of it
    check();
  });
  byId('charter').addEventListener('change', () => {
    state.badHash = wantedHash() !== '' && !isId(wantedHash());
    showGiven();
  });
  byId('witnesses').addEventListener('input', check);
  byId('change').addEventListener('click', changeOneByte);
  byId('restore').addEventListener('click', putBack);
  byId('copy').addEventListener('click', copy);
  byId('print').addEventListener('click', () => print());
  byId('theme').addEventListener('click', () => {
    state.theme = isDark() ? 'light' : 'dark';
    keep('theme', state.theme);
    show();
  });
  byId('languages').addEventListener('click', (event) => {
    if (!event.target.lang) return;
    event.preventDefault();
    keep('lang', event.target.lang);
    readSettings();
  });
  addEventListener('hashchange', readSettings);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  listenForDrops();
}

function listenForDrops() {
  const body = document.body;
  const over = (yes) => body.classList.toggle('over', yes);
  addEventListener('dragover', (event) => {
    event.preventDefault();
    over(true);
  });
  addEventListener('dragleave', (event) => event.relatedTarget === null && over(false));
  addEventListener('drop', async (event) => {
    event.preventDefault();
    over(false);
    await take([...event.dataTransfer.files], null);
    if (state.result) byId('verdict').focus();
  });
}

for (const [id, name] of LANGUAGES) byId('languages').append(h('a', { href: `#lang=${id}`, lang: id, dir: 'auto' }, name));
listen();
readSettings();
document.documentElement.dataset.ready = 'true';
