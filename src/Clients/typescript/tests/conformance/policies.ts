import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folder, type Case } from './cases.js';

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** A day of the week that neither today nor tomorrow is, in any time zone. */
export const closedDay = () => days[(new Date().getUTCDay() + 3) % 7] as string;

/** Writes the policies that the service is to read: each as it is, and a copy for each case that has a tenant of its own. */
export function layOut(cases: readonly Case[], target: string): void {
  const closed = closedDay();
  const copy = (policy: string, tenant: string) => {
    cpSync(path.join(folder, 'policies', policy), path.join(target, tenant), { recursive: true });
    const file = path.join(target, tenant, 'policy.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('CLOSED_DAY', closed).replace(`tenant: ${policy}\n`, `tenant: ${tenant}\n`));
  };
  for (const entry of readdirSync(path.join(folder, 'policies'), { withFileTypes: true })) if (entry.isDirectory()) copy(entry.name, entry.name);
  for (const one of cases) if (one.ownTenant) copy(one.policy, one.tenant);
}
