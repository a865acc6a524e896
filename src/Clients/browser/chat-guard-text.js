// Folds a text as the policy engine folds it and splits it into words: one pass, no regular expression over more than one character.
import { invisible, lookAlikes, specialLetters, squaredLetters } from './chat-guard-patterns.js';

/** Longest replacement of one character, as in the engine. */
const MAX_EXPANSION = 4;
const MARK = '\u0000';

const folds = new Map();
const alike = new Map([...lookAlikes[0]].map((letter, i) => [letter, lookAlikes[1][i]]));

const isMark = (c) => /\p{Mn}|\p{Me}/u.test(c);
const isLetter = (c) => (c < '\u0080' ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') : /\p{L}|\p{Mn}|\p{Mc}/u.test(c));
const isDigit = (c) => (c < '\u0080' ? c >= '0' && c <= '9' : /\p{Nd}/u.test(c));
/** Thai to Khmer, kana and ideographs: scripts that put no spaces between words. */
const standsAlone = (c) => c >= '\u0e00' && /[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1780-\u17ff]/.test(c);
export const isQuote = (c) => c !== undefined && c !== '' && '"\'`\u00ab\u00bb\u2018\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u300c\u300d\u300e\u300f'.includes(c);
export const isWordCharacter = (c) => c !== undefined && c !== '' && (isLetter(c) || isDigit(c));

export function isInvisible(codePoint) {
  for (let i = 0; i < invisible.length; i += 2) {
    if (codePoint >= invisible[i] && codePoint <= invisible[i + 1]) return true;
  }
  return false;
}

function specialOf(character) {
  if (Object.hasOwn(specialLetters, character)) return specialLetters[character];
  const codePoint = character.codePointAt(0);
  const row = squaredLetters.find((first) => codePoint >= first && codePoint < first + 26);
  return row === undefined ? undefined : String.fromCharCode(97 + codePoint - row);
}

function foldCharacter(character) {
  const codePoint = character.codePointAt(0);
  if (isInvisible(codePoint)) return '';
  if (isMark(character)) return MARK;
  const special = specialOf(character);
  if (special !== undefined) return special;
  const lower = character.normalize('NFKC').toLowerCase();
  const first = lower.normalize('NFD').charCodeAt(0);
  const drops = first < 0x250 || (first >= 0x370 && first <= 0x3ff);
  const form = drops ? [...lower.normalize('NFKD')].filter((c) => !/\p{Mn}/u.test(c)) : [...lower.normalize('NFKC')];
  return form.map((c) => specialOf(c) ?? c).join('').slice(0, MAX_EXPANSION);
}

function foldOf(character) {
  let folded = folds.get(character);
  if (folded === undefined) {
    folded = foldCharacter(character);
    // What people write in is a few hundred characters; a text of all of Unicode must not stay in memory.
    if (folds.size > 4096) folds.clear();
    folds.set(character, folded);
  }
  return folded;
}

/** The folded text, and for each of its characters where it stands in the text: `{ text, from }`. */
function fold(source) {
  const out = [];
  const from = [];
  let at = 0;
  for (const character of source) {
    if (character < '\u0080') {
      const stray = (character < ' ' && !'\t\n\r\f\v'.includes(character)) || character === '\u007f';
      if (!stray) {
        out.push(character >= 'A' && character <= 'Z' ? character.toLowerCase() : character);
        from.push(at);
      }
    } else {
      const folded = foldOf(character);
      const last = out.length === 0 ? ' ' : out[out.length - 1];
      if (folded !== MARK) {
        for (const unit of folded.split('')) {
          out.push(unit);
          from.push(at);
        }
      } else if (character === '\u0306' && last === '\u0438') {
        out[out.length - 1] = '\u0439';
      } else if (character === '\u0308' && last === '\u0435') {
        out[out.length - 1] = '\u0451';
      } else if (character.length === 1 && last >= '\u0900') {
        out.push(character);
        from.push(at);
      }
    }
    at += character.length;
  }
  return { out, from };
}

/** Letters of other scripts in a word that has Latin letters too. */
function resolveLookAlikes(out, from, source, start, end) {
  let mixed = false;
  let other = false;
  for (let i = start; i < end; i++) {
    const c = out[i];
    mixed ||= (c >= 'a' && c <= 'z') || /[\u0250-\u02af\u1d00-\u1d7f\ua720-\ua7ff]/.test(c);
    other ||= c >= '\u0080';
  }
  if (!mixed || !other || end - start < 2) return;
  for (let i = start; i < end; i++) {
    // The look-alike of a capital is lost by folding: ask for it as it came.
    if (out[i] >= '\u0080') out[i] = alike.get(out[i]) ?? alike.get(source[from[i]]) ?? out[i];
  }
}

const endsSentence = (c) => '.!?;\u3002\uff01\uff1f\u2026\u0964\u06d4\u061f'.includes(c);
const endsLine = (c) => '\n\u0085\u2028\u2029'.includes(c);

/**
 * The words of a text: `{ text, folded, words }`, each word `{ text, start, end, at, to, sentence, line, quoted, digits }`: start and end in the folded text, at and to
 * in the text as it came; sentence, line and quoted say what stands before it.
 */
export function read(source) {
  const { out, from } = fold(source);
  const words = [];
  let before = { sentence: true, line: true, quoted: false };
  let lines = 0;
  for (let i = 0; i < out.length; ) {
    const c = out[i];
    if (!isWordCharacter(c)) {
      if (endsSentence(c)) before.sentence ||= !(c === '.' && /[a-zA-Z0-9]/.test(out[i + 1] ?? ''));
      else if (endsLine(c)) {
        before.line = true;
        before.sentence ||= ++lines > 1;
      } else if (isQuote(c)) before.quoted ||= !isWordCharacter(out[i - 1]);
      i++;
      continue;
    }
    const start = i;
    while (i < out.length && isWordCharacter(out[i])) {
      const alone = standsAlone(out[i]);
      if (alone && i > start) break;
      i++;
      if (alone) break;
    }
    resolveLookAlikes(out, from, source, start, i);
    let text = '';
    let digits = false;
    for (let k = start; k < i; k++) {
      text += out[k];
      digits ||= isDigit(out[k]);
    }
    const end = i < from.length ? from[i] : source.length;
    words.push({ text, start, end: i, at: from[start], to: Math.min(end, from[i - 1] + 2), digits, ...before });
    before = { sentence: false, line: false, quoted: false };
    lines = 0;
  }
  return { text: source, folded: out, words };
}
