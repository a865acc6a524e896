// The guard's side of the case file; tests/BrowserGuard.Tests is the engine's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { makeGuard } from './guards.js';

const cases = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8'));

for (const [number, { kind, locale, text, guard: expected }] of cases.entries()) {
  test(`judge, case ${number} (${kind}, ${locale}), ${expected}`, () => {
    const { guard } = makeGuard({ locale });
    assert.equal(guard.judge(text) ?? 'allows', expected, text);
    assert.equal(guard.check(text).allowed, expected === 'allows', text);
  });
}
