// Every case of tests/Conformance through this package's client:
//   node dist/tests/conformance/run.js [part of a name ...]
// Prints what failed, a row for the table, and a last line "N passed, N failed". CONFORMANCE_CASES names another folder of cases.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Service } from '../service/aidesk.js';
import { Caller } from './caller.js';
import { CaseRun } from './case-run.js';
import { readCases, readProfiles, type Case, type Profile } from './cases.js';
import { audience, Issuer, issuerName } from './issuer.js';
import { closedDay, layOut } from './policies.js';
import { Redis } from './redis.js';

/** Cases that run at a time. */
const atOnce = 8;
/** A port that nobody listens at. */
const nobody = '1';

const work = mkdtempSync(path.join(tmpdir(), 'aidesk-ts-conformance-'));
const issuer = new Issuer(path.join(work, 'jwks.json'));
const wanted = process.argv.slice(2);
const cases = readCases().filter((one) => wanted.length === 0 || wanted.some((word) => one.name.includes(word)));
const outcome = new Map<string, readonly string[]>(cases.map((one) => [one.name, [`no service is called ${one.service}`]]));

for (const [name, profile] of readProfiles()) {
  const group = cases.filter((one) => one.service === name);
  if (group.length > 0) await runGroup(name, profile, group);
}
rmSync(work, { recursive: true, force: true });

const failed = [...outcome].filter(([, faults]) => faults.length > 0);
for (const [name, faults] of failed) console.log(`typescript: ${name}\n${faults.map((fault) => `    ${fault}`).join('\n')}`);
console.log(`| typescript | ${outcome.size - failed.length} | ${outcome.size} |`);
console.log(`${outcome.size - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 || outcome.size === 0 ? 1 : 0;

async function runGroup(name: string, profile: Profile, group: readonly Case[]): Promise<void> {
  const policies = path.join(work, name);
  layOut(group, policies);
  const env = profile.env ?? {};
  const redis = Object.values(env).some((value) => value.includes('${redis}')) ? await Redis.start(work) : undefined;
  const service = await Service.start({ policies, env: { ...environment(), ...fill(env, redis?.socket ?? '') } });
  const caller = new Caller(service.address);
  try {
    const setup = new CaseRun(caller, issuer, profile.policy ?? '', new Map([['run', { closed_day: closedDay() }]]));
    const faults = await setup.faults(profile.setup ?? []);
    await redis?.stop();
    const left = [...group];
    const worker = async () => {
      for (let one = left.shift(); one; one = left.shift()) {
        const found = faults.length > 0 ? faults.map((fault) => `the setup of ${name}: ${fault}`) : await new CaseRun(caller, issuer, one.tenant, setup.scope.answers).faults(one.steps);
        outcome.set(one.name, found);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    caller.close();
    await service.dispose();
    await redis?.stop();
  }
}

function environment(): Record<string, string> {
  return {
    AIDESK_ENVIRONMENT: 'Production',
    AIDESK_JWT_ISSUER: issuerName,
    AIDESK_JWT_AUDIENCE: audience,
    AIDESK_JWKS: issuer.jwks,
    AIDESK_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    AIDESK_SINGLE_REPLICA: 'true',
  };
}

function fill(env: Readonly<Record<string, string>>, redis: string): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([key, value]) => [key, value.replaceAll('${nobody}', nobody).replaceAll('${redis}', redis)]));
}
