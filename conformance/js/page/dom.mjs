// Elements out of pieces. Nothing here reads HTML: what others wrote gets in as text only.

/** h('p', {class: 'x'}, ...children): children are elements, texts, or pieces of say.mjs. */
export function h(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) e.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== null) e.setAttribute(name, value);
  }
  put(e, ...children);
  return e;
}

/** Appends children; a piece {bdi} stands isolated from the sentence around it. */
export function put(parent, ...children) {
  for (const c of children.flat(Infinity)) {
    if (c === null || c === undefined || c === false) continue;
    if (typeof c === 'object' && 'bdi' in c) parent.append(bdi(c));
    else parent.append(typeof c === 'number' || typeof c === 'bigint' ? String(c) : c);
  }
}

function bdi({ bdi: text, lang }) {
  const e = document.createElement('bdi');
  if (lang) e.lang = lang;
  e.textContent = text;
  return e;
}

/** A hash, a key, a name of a file: never translated, in its own direction. */
export const code = (text) => h('bdi', { class: 'hash', translate: 'no', dir: 'ltr' }, text);

export const byId = (id) => document.getElementById(id);

export function replace(e, ...children) {
  e.replaceChildren();
  put(e, ...children);
}
