// Is it a message at all? Lengths are code points, as the server counts them; what is not drawn counts for the longest only.
import { isInvisible } from './chat-guard-text.js';

/** From this many characters or words on, what says next to nothing is spam. */
const SPAM_CHARACTERS = 30;
const SPAM_WORDS = 12;
const MOST_LINKS = 4;

/** 'too_long', 'empty', 'too_short', 'symbols_only', or undefined when the shape is fine. */
export function faultOfShape(text, minLength, maxLength) {
  if (isLonger(text, maxLength)) return 'too_long';
  let visible = 0;
  let spoken = false;
  for (const character of text) {
    if (/\p{White_Space}|\p{Cc}/u.test(character) || isInvisible(character.codePointAt(0))) continue;
    visible++;
    spoken ||= /\p{L}|\p{Nd}/u.test(character);
    if (spoken && visible >= minLength) return undefined;
  }
  if (visible === 0) return 'empty';
  if (visible < minLength && (spoken || visible < 2)) return 'too_short';
  return spoken ? undefined : 'symbols_only';
}

function isLonger(text, most) {
  if (text.length <= most) return false;
  if (text.length > 2 * most) return true;
  let count = 0;
  for (const _ of text) count++;
  return count > most;
}

/** One letter or one word over and over, or little else than links: the server has no rule for it, so it is no strike. */
export function isSpam({ words, folded }) {
  const links = words.filter((word) => (word.text === 'http' || word.text === 'https') && folded[word.end] === ':').length;
  if (links > MOST_LINKS) return true;
  // A long number says something.
  const letters = words.filter((word) => !word.digits).map((word) => word.text);
  if (letters.length !== words.length) return false;
  const joined = letters.join('');
  if (joined.length >= SPAM_CHARACTERS && new Set(joined).size <= 2) return true;
  return letters.length >= SPAM_WORDS && new Set(letters).size <= letters.length / 6;
}
