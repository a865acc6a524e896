import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** tests/Conformance, or the folder that CONFORMANCE_CASES names. */
export const folder = process.env['CONFORMANCE_CASES'] ?? fileURLToPath(new URL('../../../../../../tests/Conformance', import.meta.url));

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** One question of a case, and what its answer must be. tests/Conformance/README.md says what each key means. */
export interface Step {
  readonly rpc?: string;
  readonly request?: JsonObject;
  readonly as?: string;
  readonly token?: JsonObject | null;
  readonly expect?: JsonObject;
  readonly wait_until?: string;
  readonly until?: JsonObject;
}

export interface Case {
  readonly name: string;
  readonly policy: string;
  readonly service: string;
  /** Its own copy of the policy when it changes what a whole tenant shares. */
  readonly tenant: string;
  readonly ownTenant: boolean;
  readonly steps: readonly Step[];
}

/** How the service is set up for a group of cases. */
export interface Profile {
  readonly env?: Readonly<Record<string, string>>;
  readonly policy?: string;
  readonly setup?: readonly Step[];
}

const caseKeys = new Set(['name', 'policy', 'own_tenant', 'service', 'steps']);
const stepKeys = new Set(['rpc', 'request', 'as', 'token', 'expect', 'wait_until', 'until']);

export function readCases(): Case[] {
  const cases = readdirSync(path.join(folder, 'cases')).filter((name) => name.endsWith('.json')).sort().flatMap((file) => {
    const document = readJson(path.join('cases', file)) as unknown as Record<string, unknown> & { cases: Record<string, unknown>[] };
    return document.cases.map((entry): Case => {
      refuseUnknown(entry, caseKeys, `${file}: ${String(entry['name'])}`);
      const of = <T>(key: string, otherwise: T) => (entry[key] ?? document[key] ?? otherwise) as T;
      const [name, policy, ownTenant, steps] = [entry['name'] as string, of('policy', ''), of('own_tenant', false), entry['steps'] as Step[]];
      for (const step of steps) refuseUnknown(step as object, stepKeys, `${file}: ${name}`);
      return { name, policy, ownTenant, service: of('service', 'default'), steps, tenant: ownTenant ? `${policy}--${name}`.slice(0, 63).replace(/-+$/, '') : policy };
    });
  });
  if (new Set(cases.map((one) => one.name)).size < cases.length) throw new Error('two cases have one name');
  return cases;
}

export function readProfiles(): [string, Profile][] {
  return Object.entries(readJson('services.json')).filter(([name]) => name !== 'about') as unknown as [string, Profile][];
}

const readJson = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as JsonObject;

/** A key that this runner does not know might change what a case means. */
function refuseUnknown(entry: object, known: ReadonlySet<string>, where: string): void {
  const unknown = Object.keys(entry).filter((key) => !known.has(key));
  if (unknown.length > 0) throw new Error(`${where}: unknown keys ${unknown.join(', ')}`);
}
