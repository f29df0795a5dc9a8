// Texts in the reader's language. A text is a list of pieces: plain strings of ours, and {bdi, lang} for what somebody
// else wrote, which a page isolates (<bdi>) and a plain text parts with U+2068 .. U+2069. No DOM here.

const PLACE = /%\((\w+)\)[sd]/;
const LOCALES = { ar: 'ar-u-ca-gregory-nu-latn', en: 'en-GB', ru: 'ru' };
/** The order of the catalogues' plural forms (scripts/catalogues.py, PLURALS). */
const FORMS = { ar: ['zero', 'one', 'two', 'few', 'many', 'other'], en: ['one', 'other'], ru: ['one', 'few', 'many'] };
const ARABIC = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]/;
// eslint-disable-next-line no-control-regex
const UNRULY = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

export const LANGUAGES = [['ar', 'العربية'], ['en', 'English'], ['ru', 'Русский']];

/** Foreign text as it may be shown: what turns the direction of a line becomes U+FFFD. */
export const tame = (text) => String(text).replace(UNRULY, '\ufffd');

/** Somebody else's text as pieces; `lang` if it is known. */
export const foreign = (text, lang) => [{ bdi: tame(text), ...(lang ? { lang } : {}) }];

/** Pieces as one text that can be pasted anywhere. */
export function plain(pieces) {
  return pieces
    .map((p) => {
      if (typeof p === 'string') return p;
      return ARABIC.test(p.bdi) ? p.bdi : `\u2068${p.bdi}\u2069`;
    })
    .join('');
}

/** The same without isolation, where no direction can go wrong: English and Russian with names in their own script. */
export const bare = (pieces) => pieces.map((p) => (typeof p === 'string' ? p : p.bdi)).join('');

export class Speaker {
  /** `messages`: what scripts/verifier_page.py makes: {language: {texts, plurals, words, steps, guards, caveats}}. */
  constructor(language, messages) {
    this.language = language;
    this.direction = language === 'ar' ? 'rtl' : 'ltr';
    this.messages = messages[language];
    this.locale = LOCALES[language];
    this.numbers = new Intl.NumberFormat(this.locale);
    this.rules = new Intl.PluralRules(this.locale);
    this.conjunction = new Intl.ListFormat(this.locale, { type: 'conjunction' });
    this.names = new Intl.DisplayNames([this.locale], { type: 'language' });
    this.collator = new Intl.Collator(this.locale);
  }

  fill(template, params) {
    return template.split(PLACE).flatMap((part, i) => {
      if (i % 2 === 0) return part === '' ? [] : [part];
      if (!(part in params)) throw new Error(`no value for ${part} in: ${template}`);
      const v = params[part];
      if (Array.isArray(v)) return v;
      return typeof v === 'number' || typeof v === 'bigint' ? [this.number(v)] : foreign(v);
    });
  }

  text(key, params = {}) {
    const template = this.messages.texts[key];
    if (template === undefined) throw new Error(`no text ${key}`);
    return this.fill(template, params);
  }

  /** The form of a text that goes with a number; `%(n)d` is the number. */
  plural(key, n, params = {}) {
    const forms = this.messages.plurals[key];
    if (forms === undefined) throw new Error(`no text ${key}`);
    const at = FORMS[this.language].indexOf(this.rules.select(Number(n)));
    return this.fill(forms[at < 0 ? forms.length - 1 : at], { n, ...params });
  }

  /** The word for a code; a code that nobody knows is shown as it is. */
  word(table, code) {
    return this.has(table, code) ? [this.messages.words[table][code]] : foreign(code);
  }

  has(table, code) {
    return Object.hasOwn(this.messages.words, table) && Object.hasOwn(this.messages.words[table], code);
  }

  number(n) {
    return this.numbers.format(n);
  }

  list(items) {
    return this.joined(this.conjunction.formatToParts(items.map(() => 'x')), items);
  }

  joined(parts, items) {
    let i = 0;
    return parts.flatMap((p) => (p.type === 'element' ? items[i++] : [p.value]));
  }

  /** Several things with commas. */
  listing(items, between = `${this.comma} `) {
    return items.flatMap((item, i) => (i ? [between, ...item] : item));
  }

  get comma() {
    return this.language === 'ar' ? '،' : ',';
  }

  get semicolon() {
    return this.language === 'ar' ? '؛ ' : '; ';
  }

  /** A text by language (a Map) in this language; else English, else the first. */
  textOf(texts, fallback = '') {
    for (const lang of [this.language, 'en', ...texts.keys()]) if (texts.has(lang)) return foreign(texts.get(lang), lang);
    return foreign(fallback);
  }

  languageName(code) {
    try {
      return foreign(this.names.of(code) ?? code);
    } catch {
      return foreign(code); // no language that Unicode knows
    }
  }

  /** Ids in the alphabetical order of their names in this language; the Arabic article does not count. */
  inOrder(ids, nameOf) {
    const key = (id) => bare(nameOf(id)).toLowerCase().replace(/^ال/, '');
    return [...ids].sort((a, b) => this.collator.compare(key(a), key(b)) || (a < b ? -1 : 1));
  }

  date(date, options) {
    return new Intl.DateTimeFormat(this.locale, { timeZone: 'UTC', ...options }).format(date);
  }

  /** A moment as entries carry it. Seconds are told when there are any: a bound must not be rounded down. */
  time(iso) {
    const date = new Date(iso);
    if (Number.isNaN(date.getTime())) return foreign(iso);
    const day = this.date(date, { day: 'numeric', month: 'long', year: 'numeric' });
    const seconds = date.getUTCSeconds() ? { second: '2-digit' } : {};
    const clock = this.date(date, { hour: '2-digit', minute: '2-digit', ...seconds, hourCycle: 'h23' });
    return [`${day}${this.comma} `, { bdi: `${clock} UTC` }];
  }

  /** A witness's time, seconds since 1970 as BigInt. */
  moment(seconds) {
    const date = new Date(Number(seconds) * 1000);
    return Number.isNaN(date.getTime()) ? foreign(seconds) : this.time(date.toISOString());
  }

  day(text) {
    const date = new Date(`${text}T00:00:00Z`);
    return Number.isNaN(date.getTime()) ? foreign(text) : [this.date(date, { day: 'numeric', month: 'long', year: 'numeric' })];
  }

  month(text) {
    const date = new Date(`${text}-01T00:00:00Z`);
    return Number.isNaN(date.getTime()) ? foreign(text) : [this.date(date, { month: 'long', year: 'numeric' })];
  }
}
