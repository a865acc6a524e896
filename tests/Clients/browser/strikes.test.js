import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attack, attacks, makeGuard, MemoryStorage } from './guards.js';

const pick = ({ allowed, blocked, strikes, key, reason }) => ({ allowed, blocked, strikes, key, reason });

test('check, ordinary message, is allowed without a word', () => {
  const { guard } = makeGuard();
  assert.deepEqual(guard.check('Where is my order?'), { allowed: true, blocked: false, strikes: 0, reason: null, key: null, warning: null });
});

test('check, three attacks, warns, warns again, and blocks', () => {
  const { guard } = makeGuard({ locale: 'es-MX' });
  assert.deepEqual(guard.check(attacks[0]), {
    allowed: false,
    blocked: false,
    strikes: 1,
    reason: 'prompt_injection',
    key: 'guard.warning1',
    warning: 'No puedo ayudarte con eso. Por favor, haz preguntas sobre nuestros productos y servicios.',
  });
  assert.deepEqual(pick(guard.check(attacks[1])), { allowed: false, blocked: false, strikes: 2, key: 'guard.warning2', reason: 'prompt_injection' });
  assert.deepEqual(pick(guard.check(attacks[2])), { allowed: false, blocked: true, strikes: 3, key: 'guard.blocked', reason: 'prompt_injection' });
  assert.deepEqual(pick(guard.check('Where is my order?')), { allowed: false, blocked: true, strikes: 3, key: 'guard.blocked', reason: 'session_blocked' });
  assert.deepEqual(pick(guard.state()), { allowed: false, blocked: true, strikes: 3, key: 'guard.blocked', reason: 'session_blocked' });
});

const counted = [
  ['an attack', [attack], 1, 'guard.warning1'],
  ['abuse', ['you are an idiot'], 1, 'guard.warning1'],
  ['symbols only', ['?!?!'], 1, 'guard.invalidContent'],
  ['a repeat', ['Hello there', 'Hello there'], 1, 'guard.warning1'],
  ['a repeat in other letters', ['Où est-il ?', ' OU EST-IL ? '], 1, 'guard.warning1'],
  ['an empty message', [''], 0, 'guard.invalidContent'],
  ['a short message', ['a'], 0, 'guard.invalidContent'],
  ['a long message', ['ab '.repeat(800)], 0, 'guard.tooLong'],
  ['spam', ['z'.repeat(60)], 0, 'guard.invalidContent'],
];
for (const [what, texts, strikes, key] of counted) {
  test(`check, ${what}, ${strikes} strike(s) and ${key}`, () => {
    const { guard } = makeGuard();
    const verdict = texts.map((text) => guard.check(text)).at(-1);
    assert.deepEqual([verdict.allowed, verdict.strikes, verdict.key], [false, strikes, key]);
  });
}

test('check, the same message after ten minutes, is allowed', () => {
  const { guard, clock } = makeGuard();
  guard.check('Hello there');
  clock.now += 10 * 60_000;
  assert.equal(guard.check('Hello there').allowed, true);
});

test('check, a strike after a day, is forgotten', () => {
  const { guard, clock } = makeGuard();
  guard.check(attack);
  clock.now += 24 * 3_600_000;
  assert.equal(guard.state().strikes, 0);
});

test('check, a block after a day, is over', () => {
  const { guard, clock } = makeGuard();
  for (const text of attacks) guard.check(text);
  clock.now += 24 * 3_600_000;
  assert.deepEqual([guard.state().blocked, guard.state().strikes, guard.check('Where is my order?').allowed], [false, 0, true]);
});

test('check, another guard on the storage, goes on counting', () => {
  const { storage, guard, clock } = makeGuard();
  guard.check(attacks[0]);
  const other = makeGuard({ storage, clock }).guard;
  assert.equal(other.check(attacks[1]).strikes, 2);
  assert.equal(makeGuard({ storage, clock, key: 'another' }).guard.state().strikes, 0);
});

test('check, blockAt of another policy, blocks there', () => {
  const { guard } = makeGuard({ blockAt: 1 });
  assert.equal(guard.check(attack).key, 'guard.blocked');
});

test('release, message that was not sent, may be sent again', () => {
  const { guard } = makeGuard();
  guard.check('Hello there');
  guard.release('hello there ');
  assert.equal(guard.check('Hello there').allowed, true);
});

test('the storage, after a message, does not hold it', () => {
  const { guard, storage } = makeGuard();
  guard.check('My secret question');
  assert.doesNotMatch([...storage.values.values()].join(), /secret|question/i);
});

const storages = [
  ['none', null],
  ['one that throws', { getItem: () => { throw new Error('refused'); }, setItem: () => { throw new Error('refused'); } }],
  ['a full one', { getItem: () => null, setItem: () => { throw new Error('full'); } }],
  ['one without methods', {}],
];
for (const [what, storage] of storages) {
  test(`check, storage is ${what}, counts as long as the page lives`, () => {
    const { guard } = makeGuard({ storage });
    assert.deepEqual(attacks.slice(0, 3).map((text) => guard.check(text).key), ['guard.warning1', 'guard.warning2', 'guard.blocked']);
  });
}

test('check, no storage option and none in this world, counts all the same', async () => {
  const { createChatGuard } = await import('../../../src/Clients/browser/chat-guard.js');
  assert.equal(createChatGuard().check(attack).strikes, 1);
});

const kept = ['', 'null', '[]', '5', '{', '{"strikes":-1}', '{"strikes":1e999,"until":1e999,"at":"x","sent":{"0":1}}', '{"sent":[1,[2],["a"],[null,null]],"strikes":"3"}', '{"until":9007199254740993000}', '{"strikes":99}'];
for (const text of kept) {
  test(`check, storage holds ${JSON.stringify(text)}, answers soundly`, () => {
    const storage = new MemoryStorage();
    storage.setItem('chat-guard', text);
    const { guard, clock } = makeGuard({ storage });
    const state = guard.state();
    assert.ok(Number.isInteger(state.strikes) && state.strikes >= 0 && state.strikes <= 3);
    guard.check('Hello there');
    // Whatever stood there, it lasts a day at most.
    clock.now += 24 * 3_600_000 + 1;
    guard.check(attack);
    assert.ok(guard.state().strikes <= 3);
  });
}

test('sync, the server blocks, is blocked until its time', () => {
  const { guard, clock } = makeGuard();
  guard.sync({ blocked: true, blockedUntil: clock.now + 60_000 });
  assert.equal(guard.check('Hello there').key, 'guard.blocked');
  clock.now += 60_000;
  assert.equal(guard.check('Hello there').allowed, true);
});

test('sync, the key of a closed session, is blocked', () => {
  const { guard } = makeGuard();
  guard.sync({ key: 'guard.blocked' });
  assert.equal(guard.state().blocked, true);
});

test('sync, the server says not blocked, takes the block back', () => {
  const { guard } = makeGuard();
  for (const text of attacks) guard.check(text);
  guard.sync({ blocked: false, strikes: 0 });
  assert.deepEqual([guard.state().blocked, guard.state().strikes], [false, 0]);
  for (const text of attacks) guard.check(text);
  guard.sync({ blocked: false });
  assert.deepEqual([guard.state().blocked, guard.state().strikes], [false, 2]);
});

test('sync, strikes of the server, are the ones that count', () => {
  const { guard } = makeGuard();
  guard.sync({ strikes: 1 });
  assert.equal(guard.check(attack).key, 'guard.warning2');
  guard.sync({ strikes: 7 });
  assert.deepEqual([guard.state().blocked, guard.state().strikes], [false, 2]);
});

for (const word of [undefined, null, 5, 'x', {}, { strikes: 'x', blocked: 'yes', key: {} }, { strikes: NaN }]) {
  test(`sync, ${JSON.stringify(word)}, changes nothing`, () => {
    const { guard } = makeGuard();
    guard.check(attack);
    guard.sync(word);
    assert.deepEqual([guard.state().blocked, guard.state().strikes], [false, 1]);
  });
}

for (const [locale, language] of [['pt-BR', 'pt'], ['de_AT', 'de'], ['NL', 'nl'], ['ru', 'en'], ['', 'en'], [undefined, 'en'], [7, 'en']]) {
  test(`createChatGuard, locale ${locale}, speaks ${language}`, () => assert.equal(makeGuard({ locale }).guard.locale, language));
}

test('textOf, words of the server, are its own text or the key\'s', () => {
  const { guard } = makeGuard({ locale: 'fr' });
  assert.equal(guard.textOf({ key: 'guard.tooLong', text: 'Trop.' }), 'Trop.');
  assert.match(guard.textOf({ key: 'guard.tooLong' }), /trop long/);
  assert.equal(guard.textOf({ key: 'toString' }), null);
  assert.equal(guard.textOf(undefined), null);
});
