// The value of an opened field, for people; what has not the form that it should have is shown as it is. No DOM.
import { writeText } from '../lib/json.mjs';
import { isObject, isTime } from '../lib/types.mjs';
import { foreign } from './say.mjs';

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const MONTH = /^[0-9]{4}-[0-9]{2}$/;
/** Fields that may stand in one language each: text/ru. */
const BY_LANGUAGE = ['text', 'title', 'agenda', 'quotation'];

const isText = (v) => typeof v === 'string';
const texts = (v) => Array.isArray(v) && v.length > 0 && v.every(isText);
const has = (v, ...names) => isObject(v) && names.every((n) => isText(v.get(n)));

/** `nameOf(party)` gives pieces. */
export function fieldValue(name, value, t, nameOf) {
  if (isText(value) && t.has(`code_${name}`, value)) return t.word(`code_${name}`, value);
  const special = SPECIAL[name]?.(value, t, nameOf) ?? whenOf(value, t) ?? attachment(name, value, t);
  if (special) return special;
  if (value === true) return t.text('yes');
  if (value === false) return t.text('no');
  if (texts(value)) return t.listing(value.map((x) => foreign(x)));
  return foreign(isText(value) ? value : writeText(value), languageOf(name));
}

/** The language that a field's name says: text/ru, new/text/ru. */
export function languageOf(name) {
  const parts = name.split('/').filter((part, i) => i > 0 || part !== 'new');
  return BY_LANGUAGE.includes(parts[0]) ? parts[1] : undefined;
}

/** A date as far as it is known. */
function whenOf(v, t) {
  if (!isObject(v)) return null;
  if (v.size === 1 && v.get('open') === true) return t.text('open_date');
  if (v.size === 1 && DAY.test(v.get('day'))) return t.day(v.get('day'));
  if (v.size === 1 && MONTH.test(v.get('month'))) return t.month(v.get('month'));
  if (v.size === 2 && DAY.test(v.get('from')) && DAY.test(v.get('to'))) return t.text('from_to', { first: t.day(v.get('from')), last: t.day(v.get('to')) });
  return null;
}

function attachment(name, v, t) {
  const b = name.startsWith('file/') && isObject(v) ? v.get('blob') : null;
  if (!has(b, 'name', 'type', 'sha256', 'mark') || typeof b.get('size') !== 'number') return null;
  const said = t.text('attachment_text', { name: b.get('name'), type: b.get('type'), size: t.plural('bytes', b.get('size')), digest: b.get('sha256') });
  return b.get('mark') ? t.listing([foreign(b.get('mark')), said]) : said;
}

const dayOrTime = (v, t) => (DAY.test(v) ? t.day(v) : isTime(v) ? t.time(v) : null);
const partyNames = (v, t, nameOf) => (isText(v) ? nameOf(v) : texts(v) ? t.listing(v.map(nameOf)) : null);

function reference([party, generation, index], t, nameOf) {
  const log = generation ? t.text('generation_of', { party: nameOf(party), generation }) : nameOf(party);
  return [...log, ' ', { bdi: `${party}${generation ? `.${generation}` : ''}/${index}` }];
}

function speaker(v, t) {
  const who = v.has('name') ? foreign(v.get('name')) : t.text('unnamed');
  return t.listing([who, ...['office', 'side'].filter((k) => v.has(k)).map((k) => foreign(v.get(k)))]);
}

function figure(v, t, nameOf) {
  const number = typeof v.get('number') === 'number' ? v.get('number') : undefined;
  const qualifier = v.get('qualifier');
  const amount = [...t.word('shares', qualifier), ...(number === undefined ? [] : [' ', t.number(number)])];
  const shown = number !== undefined && t.has('qualifiers', qualifier) ? t.fill(t.messages.words.qualifiers[qualifier], { number: [t.number(number)] }) : amount;
  const parties = ['by', 'to'].filter((k) => v.has(k)).map((k) => nameOf(v.get(k)));
  const rest = ['of', 'from', 'until'].filter((k) => v.has(k)).map((k) => foreign(v.get(k)));
  return t.listing([[...foreign(v.get('what')), ': ', ...shown], ...parties, ...rest]);
}

/** Fields with a form of their own; null where the value has not that form. */
const SPECIAL = {
  at: dayOrTime,
  from: dayOrTime,
  until: dayOrTime,
  confirm_by: dayOrTime,
  to: partyNames,
  by: (v) => (has(v, 'delegate') ? foreign(v.get('delegate')) : null),
  host: partyNames,
  electorate: partyNames,
  re: (v, t, nameOf) => (Array.isArray(v) ? t.listing(v.map((r) => reference(r, t, nameOf)), t.semicolon) : null),
  names: (v, t) => (isObject(v) && v.size > 0 && [...v.values()].every(isText) ? t.textOf(v) : null),
  silence: (v, t) => (has(v, 'until') && isTime(v.get('until')) ? t.time(v.get('until')) : null),
  powers: (v, t) => (texts(v) ? t.listing(v.map((x) => t.word('powers', x))) : null),
  paper: (v, t) => (has(v, 'on') && DAY.test(v.get('on')) ? t.listing([t.day(v.get('on')), ...(v.has('what') ? [foreign(v.get('what'))] : [])]) : null),
  speakers: (v, t) => (Array.isArray(v) && v.every((s) => has(s, 'side')) ? t.listing(v.map((s) => speaker(s, t)), t.semicolon) : null),
  figures: (v, t, nameOf) => (Array.isArray(v) && v.every((f) => has(f, 'what', 'qualifier')) ? t.listing(v.map((f) => figure(f, t, nameOf)), t.semicolon) : null),
  time: (v, t) => {
    if (!has(v, 'at', 'zone')) return null;
    const clock = foreign(`${v.get('at')} ${v.get('zone')}`);
    return v.get('about') === true ? t.text('about_time', { time: clock }) : clock;
  },
  source: (v, t) => {
    if (!has(v, 'kind') || !t.has('sources', v.get('kind'))) return null;
    if (!isText(v.get('ref'))) return t.word('sources', v.get('kind'));
    return t.fill(t.messages.words.sources_at[v.get('kind')], { ref: foreign(v.get('ref')) });
  },
  term: (v, t) => {
    for (const unit of ['days', 'hours']) if (isObject(v) && v.size === 1 && typeof v.get(unit) === 'number') return t.plural(unit, v.get(unit));
    return null;
  },
};
