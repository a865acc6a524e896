// The engine's signature rules, as far as their weights alone suffice for a denial: from a verb to its object, with what stands around them.
import { context, denyAt, languages, rules, signatures } from './chat-guard-patterns.js';
import { PhraseTree, unpack } from './chat-guard-phrases.js';
import { isQuote } from './chat-guard-text.js';

/** What is quoted or code. */
const NOTHING = -Infinity;

const names = Object.keys(signatures);
const bit = Object.fromEntries(names.map((name, i) => [name, 1 << i]));
const bits = (list) => list.reduce((all, name) => all | bit[name], 0);
const weighed = (weights) => Object.entries(weights).map(([name, weight]) => [bit[name], weight]);
const compiled = rules.map((rule) => {
  const to = weighed(rule.to);
  return { ...rule, from: bits(rule.from), to, any: to.reduce((all, [b]) => all | b, 0), parts: weighed(rule.parts), before: weighed(rule.before), needs: rule.needs ? bit[rule.needs] : 0 };
});
const starts = compiled.reduce((all, rule) => all | rule.from, 0);

let lexicon;

/** Phrase → what it is in each language, and in any of them at the last place. */
function words() {
  if (lexicon) return lexicon;
  lexicon = new PhraseTree();
  for (const name of names) {
    languages.forEach((language, l) => {
      for (const phrase of unpack(signatures[name][language] ?? '')) {
        lexicon.add(phrase, (meaning = new Int32Array(languages.length + 1)) => {
          meaning[l] |= bit[name];
          meaning[languages.length] |= bit[name];
          return meaning;
        });
      }
    });
  }
  return lexicon;
}

/** "Tells" hides no word: such a phrase takes no more of the text than the phrase of the rules that it begins with. */
const isTransparent = (meaning) => (meaning[languages.length] & ~bit.tells) === 0;

function hitAt(text, i) {
  const found = words().at(text.words, i);
  if (found.length === 0) return undefined;
  const longest = found[found.length - 1];
  if (!isTransparent(longest.value)) return { length: longest.length, meanings: [longest.value] };
  const inner = found.findLast((phrase) => !isTransparent(phrase.value));
  return inner ? { length: inner.length, meanings: [longest.value, inner.value] } : { length: 1, meanings: [longest.value] };
}

/** The phrases of the lexicon in a text, with what they are in the language that most of them belong to. */
function hitsOf(text) {
  const hits = [];
  const votes = new Array(languages.length).fill(0);
  let sentence = 0;
  let inSentence = 0;
  for (let i = 0; i < text.words.length; i++) {
    if (text.words[i].sentence && inSentence >= context.minSentence) {
      sentence++;
      inSentence = 0;
    }
    inSentence++;
    const hit = hitAt(text, i);
    if (!hit) continue;
    const { start, quoted } = text.words[i];
    const { end } = text.words[i + hit.length - 1];
    hits.push({ ...hit, first: i, after: i + hit.length, start, end, sentence, opens: text.words[i].sentence || text.words[i].line, quoted, code: text.folded[end] === '(', classes: 0 });
    const own = hit.meanings[hit.meanings.length - 1];
    languages.forEach((_, l) => (votes[l] += own[l] ? hit.length : 0));
    inSentence += hit.length - 1;
    i += hit.length - 1;
  }
  const language = votes.indexOf(Math.max(...votes));
  for (const hit of hits) {
    for (const meaning of hit.meanings) hit.classes |= meaning[language] || meaning[languages.length];
  }
  return hits;
}

/** The nearest hit of a class at most so many words on in the same sentence; -1 when there is none. */
function reach(hits, from, any, most) {
  for (let i = from + 1; i < hits.length && hits[i].first - hits[from].after <= most && hits[i].sentence === hits[from].sentence; i++) {
    if (hits[i].classes & any) return i;
  }
  return -1;
}

/** All classes behind the first hit, up to so many words behind the last. */
function between(hits, first, last, behind) {
  let classes = 0;
  for (let i = first + 1; i < hits.length && (i <= last || hits[i].first - hits[last].after < behind) && hits[i].sentence === hits[first].sentence; i++) {
    classes |= hits[i].classes;
  }
  return classes;
}

/**
 * What to add to a match that is asked about, negated, reported, or the wording of an ordinary mail: the engine's own weights. What is quoted or code never counts
 * here; the engine looks closer, and the server decides.
 */
function excuse(text, hits, verb, last) {
  const { sentence, first, after } = hits[verb];
  if (hits[verb].quoted || hits[verb].code || isQuote(text.folded[hits[last].end])) return NOTHING;
  let sum = 0;
  let asked = 0;
  let mail = 0;
  let told = 0;
  let addressed = false;
  for (let i = verb - 1; i >= 0 && first - hits[i].first <= context.nearWords; i--) {
    const gap = first - hits[i].after;
    const { classes } = hits[i];
    const same = hits[i].sentence === sentence;
    if (classes & bit.asking) asked = Math.min(asked, same ? context.askedBefore : context.askedNear);
    if (!same) continue;
    if (hits[i].quoted) return NOTHING;
    // "I want you to ignore": whoever is spoken to between the two is told to.
    addressed ||= (classes & bit.yours) !== 0 && gap <= context.subjectWords + 2;
    if (gap <= 1 && classes & bit.negated) sum += context.negated;
    if (gap === 0 && classes & bit.mine) sum += context.firstPerson;
    if (gap <= context.subjectWords && classes & bit.tells && !addressed) told = context.told;
    if (classes & bit.harmless) mail = context.ordinaryMail;
  }
  for (let i = verb + 1; i < hits.length && hits[i].first - hits[last].after <= context.nearWords; i++) {
    const gap = hits[i].first - hits[last].after;
    const { classes } = hits[i];
    if (i <= last && hits[i].quoted) return NOTHING;
    if (classes & bit.asking) asked = Math.min(asked, context.askedNear);
    if (hits[i].sentence !== sentence) continue;
    if (classes & bit.harmless && gap <= 6) mail = context.ordinaryMail;
    if (i > last && gap <= 1 && classes & bit.judged) told = context.told;
    if (hits[i].first === after && classes & bit.tells && !hits[verb].opens) told = context.told;
  }
  return sum + asked + mail + told;
}

const add = (weights, classes) => weights.reduce((sum, [b, weight]) => sum + (classes & b ? weight : 0), 0);

function weigh(rule, hits, verb, object) {
  const classes = between(hits, verb, object, rule.behind);
  if (rule.needs && !(classes & rule.needs)) return 0;
  const [, base] = rule.to.find(([b]) => hits[object].classes & b);
  return base + Math.min(rule.most, add(rule.parts, classes)) + add(rule.before, between(hits, verb, object, 0));
}

/** Signature evidence of a text, 0 and up: at most what the engine finds in it. */
export function evidenceOf(text) {
  const hits = hitsOf(text);
  const best = new Map();
  for (let verb = 0; verb < hits.length; verb++) {
    if (!(hits[verb].classes & starts)) continue;
    for (const rule of compiled) {
      if (!(hits[verb].classes & rule.from)) continue;
      const object = reach(hits, verb, rule.any, rule.reach);
      if (object < 0) continue;
      const weight = weigh(rule, hits, verb, object) + excuse(text, hits, verb, object);
      if (weight > (best.get(rule.name)?.weight ?? 0)) best.set(rule.name, { weight, start: hits[verb].start, end: hits[object].end });
    }
  }
  const found = [...best.values()].sort((a, b) => b.weight - a.weight);
  const near = (other) => other.start <= found[0].end + context.near && found[0].start <= other.end + context.near;
  return found.reduce((sum, other, i) => sum + (i === 0 ? other.weight : near(other) ? context.second * other.weight : 0), 0);
}

/** True when the engine would deny the text by its signatures alone. */
export const isInjection = (text) => evidenceOf(text) >= denyAt;
