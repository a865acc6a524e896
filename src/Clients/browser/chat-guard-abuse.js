// The engine's words of abuse, and whom they are said to: a strong one counts unless it is reported or quoted, a mild one only where it is said to somebody.
import { abuse, abuseContext } from './chat-guard-patterns.js';
import { PhraseTree, unpack } from './chat-guard-phrases.js';

/** Words before it in which it is looked for who is spoken to. */
const REACH = 5;
/** Words on either side in which it is looked for who is quoted. */
const REPORT_REACH = 8;
/** Characters on either side in which the ends of a quotation are looked for. */
const QUOTE_REACH = 300;
/** Characters that must stand outside a quotation: who writes nothing else says it himself. */
const QUOTE_SURROUNDINGS = 12;
/** Longest word that is looked up without its drawn-out letters. */
const MAX_DRAWN_OUT = 64;
const QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb';

let lexicon;
let context;

function load() {
  if (lexicon) return;
  lexicon = treeOf(abuse);
  context = treeOf(abuseContext);
}

function treeOf(sections) {
  const tree = new PhraseTree();
  for (const [section, packed] of Object.entries(sections)) {
    for (const phrase of unpack(packed)) tree.add(phrase, (value = new Set()) => value.add(section));
  }
  return tree;
}

const means = (word, section) => context.of(word.text)?.has(section) === true;

/** A sentence or a part of one ends before the word. */
function breaks(text, i) {
  const word = text.words[i];
  if (!word || word.sentence) return true;
  for (let k = i > 0 ? text.words[i - 1].end : word.start; k < word.start; k++) {
    if (text.folded[k] === ',' || text.folded[k] === ':') return true;
  }
  return false;
}

function isAddressed(text, first, after) {
  for (let k = first - 1; k >= 0 && k >= first - REACH && !breaks(text, k + 1); k--) {
    if (means(text.words[k], 'cue')) return true;
    if (!means(text.words[k], 'filler') && !lexicon.of(text.words[k].text)) break;
  }
  for (let k = after; k < text.words.length && k < after + 3 && !breaks(text, k); k++) {
    if (means(text.words[k], 'cueAfter')) return true;
  }
  return false;
}

/** A sentence of its own, or the last words after a comma. */
function isAlone(text, first, after) {
  const next = text.words[after];
  const ends = !next || next.sentence || next.line;
  const begins = text.words[first].sentence || text.words[first].line;
  return (begins && (ends || breaks(text, after))) || (ends && breaks(text, first));
}

function isReported(text, first, after) {
  const { words } = text;
  if (first > 0 && !breaks(text, first) && means(words[first - 1], 'title')) return true;
  for (let k = first - 1; k >= 0 && k >= first - REPORT_REACH && !breaks(text, k + 1); k--) {
    if (context.at(words, k).some(({ value }) => value.has('report'))) return true;
  }
  for (let k = after; k < words.length && k < after + REPORT_REACH && !breaks(text, k); k++) {
    if (means(words[k], 'reportAfter')) return true;
  }
  return isQuoted(text.text, words[first].at, words[after - 1].to);
}

function isQuoted(raw, start, end) {
  const from = Math.max(0, start - QUOTE_REACH);
  let open = start - 1;
  while (open >= from && !QUOTES.includes(raw[open])) open--;
  let close = end;
  const until = Math.min(raw.length, end + QUOTE_REACH);
  while (close < until && !QUOTES.includes(raw[close])) close++;
  if (open < from || close >= until || raw[open] === '\u00bb' || raw[close] === '\u00ab' || raw[close] === '\u201e') return false;
  if (raw[open] === '"' && raw.slice(from, start).split('"').length % 2 === 1) return false;
  return raw.length - (close - open) >= QUOTE_SURROUNDINGS;
}

function counts(text, first, after, mild) {
  const { end } = text.words[after - 1];
  const joint = text.folded[end];
  // The name of a file or a site; a compound.
  if (after - first === 1 && (joint === '.' || (mild && joint === '-')) && /\p{L}/u.test(text.folded[end + 1] ?? '')) return false;
  if (isReported(text, first, after)) return false;
  return !mild || isAlone(text, first, after) || isAddressed(text, first, after);
}

/** A word with each run of three or more equal letters as one; undefined when it has none. */
function squeezed(word) {
  if (word.digits || word.text.length < 5 || word.text.length > MAX_DRAWN_OUT) return undefined;
  let short = '';
  for (let i = 0; i < word.text.length; ) {
    let run = 1;
    while (word.text[i + run] === word.text[i]) run++;
    short += word.text[i].repeat(run > 2 ? 1 : run);
    i += run;
  }
  return short === word.text ? undefined : short;
}

const isMild = (sections) => sections.size === 1 && sections.has('mild');

/** True when the engine counts a word of the text as abuse. */
export function isAbuse(text) {
  load();
  for (let i = 0; i < text.words.length; i++) {
    const found = lexicon.at(text.words, i).pop();
    if (found) {
      if (counts(text, i, i + found.length, isMild(found.value))) return true;
    } else {
      const short = squeezed(text.words[i]);
      const sections = short && lexicon.of(short);
      if (sections && counts(text, i, i + 1, isMild(sections))) return true;
    }
  }
  return false;
}
