// Packed phrases, and a tree of words that finds the longest one: as long as a phrase at each word of a text, never longer.

/** The phrases of a packed text, alternatives taken apart. */
export function unpack(packed) {
  const phrases = [];
  let line = '';
  for (const [entry] of packed.matchAll(/[A-Z][^A-Z]*/g)) {
    line = line.slice(0, entry.charCodeAt(0) - 65) + entry.slice(1);
    expand(line, phrases);
  }
  return phrases;
}

function expand(line, phrases) {
  const open = line.indexOf('(');
  if (open < 0) {
    phrases.push(line.split(' ').filter(Boolean));
    return;
  }
  const close = line.indexOf(')', open);
  for (const alternative of line.slice(open + 1, close).split('|')) {
    expand(line.slice(0, open) + alternative + line.slice(close + 1), phrases);
  }
}

/** A tree from word to word; a node's `value` is what `merge` makes of all that was added for its phrase. */
export class PhraseTree {
  #root = { next: new Map(), value: undefined };

  add(phrase, merge) {
    if (phrase.length === 0) return;
    let node = this.#root;
    for (const word of phrase) {
      if (!node.next.has(word)) node.next.set(word, { next: new Map(), value: undefined });
      node = node.next.get(word);
    }
    node.value = merge(node.value);
  }

  /** The values of all phrases that begin at a word, shortest first: `[{ length, value }]`. */
  at(words, first) {
    const found = [];
    let node = this.#root;
    for (let i = first; i < words.length; i++) {
      node = node.next.get(words[i].text);
      if (node === undefined) break;
      if (node.value !== undefined) found.push({ length: i - first + 1, value: node.value });
    }
    return found;
  }

  /** The value of a phrase of one word. */
  of(word) {
    return this.#root.next.get(word)?.value;
  }
}
