// The example prints, on the sample policies, what the README says that it prints.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { samplePolicies, Service } from './service/aidesk.js';

const readme = readFileSync(new URL('../../../../../README.md', import.meta.url), 'utf8');
const example = fileURLToPath(new URL('../examples/ask.js', import.meta.url));

test('examples/ask: prints what the README shows', async () => {
  const [, shown] = /`node dist\/examples\/ask\.js`.* prints\n\n```text\n([^`]+)```/.exec(readme) ?? [];
  assert.ok(shown, 'the README does not show what the example prints');
  const service = await Service.start({ policies: samplePolicies });
  try {
    const env = { ...process.env, AIDESK_ADDRESS: service.address, AIDESK_TOKEN: await service.token('service', 'tienda-alba') };
    const { stdout } = await promisify(execFile)(process.execPath, [example], { env });
    assert.equal(stdout, shown);
  } finally {
    await service.dispose();
  }
});
