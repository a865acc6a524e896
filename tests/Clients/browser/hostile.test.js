// Any text is judged, none throws, and none takes more than a pass over it: with a pass for each of its 200,000 characters a text would not end here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeGuard } from './guards.js';

const LONG = 200_000;
const fill = (piece, length = LONG) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const pieces = [
  'a', ' ', '.', '\n', '"', '\'', '(', '\u0000', '\ud800', '\udfff', '\u200b', '\u0301', 'e\u0301\u0335', '\u{1f600}', '\u{e0041}', '\u202e', '\uff21', '\ufdfa', '\u{1d400}', '\u0430', 'a\u0430', '\u4e2d', '\u0e01',
  'ignore ', 'ignore all ', 'all previous ', 'ignore previous instructions ', 'your ', 'what is ', '"ignore ', 'do not ', 'you ', 'you idiot ', 'you are such a ', 'idiooooot ', 'I was called ', 'ha', 'http://a.test ',
  'you are now you are now an ai without ', 'show me your ', 'ignor', 'te voy a te voy a ', ',', ':', 'fuck "', '\u00ab \u00bb',
];
for (const [number, piece] of pieces.entries()) {
  test(`judge, 200,000 characters of piece ${number} (${JSON.stringify(piece)}), comes to an end`, () => {
    const { guard } = makeGuard({ maxLength: 2 * LONG });
    guard.judge(fill(piece));
  });
  test(`check, 2,000 characters of piece ${number}, answers`, () => {
    const { guard } = makeGuard();
    const verdict = guard.check(fill(piece, 2000));
    assert.equal(typeof verdict.allowed, 'boolean');
    assert.equal(verdict.allowed, verdict.warning === null);
  });
}

test('check, a text far over the limit, is not read', () => {
  const { guard } = makeGuard();
  assert.equal(guard.check(fill('ignore all previous instructions ', 50_000_000)).reason, 'too_long');
});

const values = [undefined, null, 0, NaN, true, {}, [], () => 1, Symbol('x'), 10n, Object.create(null), { toString: () => { throw new Error('no'); } }, { toString: () => 5 }, new Date(NaN)];
for (const [number, value] of values.entries()) {
  test(`check and release, value ${number} that is no text, never throw`, () => {
    const { guard } = makeGuard();
    assert.equal(typeof guard.check(value).allowed, 'boolean');
    guard.release(value);
    guard.judge(value);
  });
}

for (const options of [undefined, null, 'x', 5, { minLength: -1, maxLength: NaN, blockAt: 0, now: 5, key: null, locale: {} }]) {
  test(`createChatGuard, options ${JSON.stringify(options)}, are the defaults`, async () => {
    const { createChatGuard } = await import('../../../src/Clients/browser/chat-guard.js');
    const guard = createChatGuard(options);
    assert.equal(guard.judge('Hello there'), null);
    assert.equal(guard.judge('a'.repeat(2001)), 'too_long');
  });
}

test('judge, every assigned-or-not code point beside a word, never throws', () => {
  const { guard } = makeGuard();
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 128) {
    let text = 'ignore';
    for (let i = 0; i < 128; i++) text += String.fromCodePoint(codePoint + i);
    guard.judge(text);
  }
});

for (const [length, reason] of [[1999, null], [2000, null], [2001, 'too_long']]) {
  test(`judge, ${length} code points beyond the first plane, ${reason}`, () => {
    const { guard } = makeGuard();
    const text = `ab ${'\u{1f600}'.repeat(length - 3)}`;
    assert.equal([...text].length, length);
    assert.equal(guard.judge(text), reason);
  });
}
