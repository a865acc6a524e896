import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { JsonObject } from './cases.js';

export const issuerName = 'https://issuer.conformance.example';
export const audience = 'aidesk-policy';
const keyId = 'conformance-1';

/** An issuer of our own: the cases need tokens of many tenants, roles and persons, and some that are wrong. */
export class Issuer {
  readonly #key: KeyObject;

  constructor(readonly jwks: string) {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.#key = privateKey;
    writeFileSync(jwks, JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: keyId }] }));
  }

  /** A token of the tenant. `wish` may say role, sub, claims, and what is wrong with it: tenant, audience, issuer, expires_in, not_before_in, signature, key, alg, raw. */
  token(tenant: string, wish: JsonObject): string {
    if ('raw' in wish) return wish['raw'] as string;
    const now = Math.floor(Date.now() / 1000);
    const of = (key: string, otherwise: unknown) => (key in wish ? wish[key] : otherwise);
    const lasts = of('expires_in', 3600) as number;
    const claims = Object.entries({
      iss: of('issuer', issuerName),
      aud: of('audience', audience),
      sub: of('sub', 'conformance-agent'),
      tenant_id: of('tenant', tenant),
      iat: now + Math.min(0, lasts) - 60,
      exp: now + lasts,
      role: of('role', 'service'),
      ...(wish['claims'] as object | undefined),
      ...('not_before_in' in wish ? { nbf: now + (wish['not_before_in'] as number) } : {}),
    }).filter(([, value]) => value !== null);
    const header = { alg: of('alg', 'RS256'), typ: 'JWT', kid: of('key', keyId) };
    const signed = [header, Object.fromEntries(claims)].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    if (wish['signature'] === 'none') return `${signed}.`;
    const signature = sign('sha256', Buffer.from(signed), this.#key);
    if (wish['signature'] === 'broken') signature[signature.length - 1] = (signature[signature.length - 1] as number) ^ 1;
    return `${signed}.${signature.toString('base64url')}`;
  }
}
