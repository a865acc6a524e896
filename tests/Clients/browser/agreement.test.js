// Over all texts of the repository's corpora: what the guard stops for injection or abuse, the engine denies for the same.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { makeGuard } from './guards.js';

const root = new URL('../../../', import.meta.url);
const generator = fileURLToPath(new URL('src/Clients/browser/generate/bin/Release/net10.0/GenerateChatGuard.dll', root));
const linesOf = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
const sets = ['corpus/injection/eval', 'corpus/injection/train', 'corpus/abuse'];
if (process.env.TEST_TABLES) appendFileSync(process.env.TEST_TABLES, '| texts | | n | the guard stops | the engine denies |\n|---|---|---|---|---|\n');

for (const set of sets) {
  test(`judge, texts of ${set}, stops nothing that the engine lets pass`, () => {
    const folder = new URL(`${set}/`, root);
    const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl')).map((name) => fileURLToPath(new URL(name, folder)));
    assert.ok(files.length >= 7);
    const opinions = linesOf(execFileSync('dotnet', [generator, 'judge', ...files], { encoding: 'utf8', maxBuffer: 1 << 28 }));
    const rows = files.flatMap((file) => linesOf(readFileSync(file, 'utf8')));
    assert.equal(opinions.length, rows.length);
    const { guard } = makeGuard();
    const figures = new Map();
    rows.forEach(({ id, text, label }, i) => {
      assert.equal(opinions[i].id, id);
      const { opinion } = opinions[i];
      const said = guard.judge(text);
      const figure = figures.get(label) ?? { rows: 0, stopped: 0, denied: 0 };
      figures.set(label, figure);
      figure.rows++;
      figure.denied += opinion.startsWith('denies') ? 1 : 0;
      if (said === null) return;
      figure.stopped++;
      if (said === 'prompt_injection') assert.equal(opinion, 'denies injection', `${id}: ${text}`);
      // A text with both is told as the stronger one by either.
      else if (said === 'forbidden_content') assert.match(opinion, /^denies/, `${id}: ${text}`);
      else assert.equal(said.replace('_', ' '), opinion, `${id}: ${text}`);
    });
    for (const [label, { rows: n, stopped, denied }] of figures) {
      if (process.env.TEST_TABLES) appendFileSync(process.env.TEST_TABLES, `| ${set} | ${label} | ${n} | ${stopped} | ${denied} |\n`);
    }
  });
}
