// Each way to the service: it answers; killed, the client says so; started again, the same client finds it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PolicyClient, PolicyUnavailableError, type ClientOptions } from '../src/index.js';
import { Service, type ServiceOptions } from './service/aidesk.js';
import { makeCertificates, type Certificates } from './service/certificates.js';
import { eventually } from './service/eventually.js';
import { refusedWith } from './service/refused.js';
import { report } from './service/report.js';
import { injection, input } from './service/requests.js';

const folder = mkdtempSync(path.join(tmpdir(), 'aidesk-ts-tls-'));
let certificates: Certificates;
before(() => (certificates = makeCertificates(folder)));
after(() => rmSync(folder, { recursive: true, force: true }));

const tls = () => ['--tls-certificate', certificates.serverFile, '--tls-key', certificates.serverKeyFile];
const mutual = () => [...tls(), '--tls-client-ca', certificates.caFile];
const clientTls = () => ({ ca: certificates.ca, certificate: certificates.client, key: certificates.clientKey });

interface Transport {
  readonly name: string;
  readonly service: () => ServiceOptions;
  readonly client: (address: string) => Partial<ClientOptions>;
}
const transports: readonly Transport[] = [
  { name: 'TCP', service: () => ({}), client: (address) => ({ address }) },
  { name: 'UDS', service: () => ({ listen: 'unix' }), client: (address) => ({ address }) },
  { name: 'TLS', service: () => ({ options: tls() }), client: (address) => ({ address: `https://${address}`, tls: { ca: certificates.ca } }) },
  { name: 'mTLS', service: () => ({ options: mutual() }), client: (address) => ({ address: `https://${address}`, tls: clientTls() }) },
];

for (const transport of transports) {
  test(`${transport.name}: answers, is killed, comes back`, async () => {
    const service = await Service.start(transport.service());
    const client = new PolicyClient({ token: await service.token(), deadlineMs: 20_000, ...transport.client(service.address) });
    try {
      assert.equal((await client.checkInput(input('Hola'))).decision?.verdict, 'VERDICT_ALLOW');
      assert.equal((await client.checkInput(input(injection))).decision?.reason, 'REASON_PROMPT_INJECTION');

      await service.end('SIGKILL');
      const error = await refusedWith(PolicyUnavailableError, client.checkInput(input('Hola')));
      assert.match(error.message, /No policy service answers at .*start it/s);

      await service.start();
      const { decision } = await eventually(() => client.checkInput(input('Hola otra vez')));
      assert.equal(decision?.verdict, 'VERDICT_ALLOW');
      report('typescript', transport.name, 'answers, killed, restarted', 'passed');
    } finally {
      client.close();
      await service.dispose();
    }
  });
}

test('TLS: an authority that is not trusted, a missing client certificate and cleartext are refused', async () => {
  const service = await Service.start({ options: mutual() });
  const token = await service.token();
  const refuse = async (options: Partial<ClientOptions>) => {
    const client = new PolicyClient({ token, deadlineMs: 20_000, address: `https://${service.address}`, ...options });
    const error = await refusedWith(PolicyUnavailableError, client.checkInput(input('Hola')));
    assert.match(error.message, /TLS settings/);
    client.close();
  };
  try {
    await refuse({});
    await refuse({ tls: { ca: certificates.ca } });
    await refuse({ address: `http://${service.address}` });
  } finally {
    await service.dispose();
  }
});

test('TLS: a certificate for another name is accepted only under that name', async () => {
  const service = await Service.start({ options: tls() });
  const address = `https://${service.address}`;
  const token = await service.token();
  const ask = async (serverName: string) => {
    const client = new PolicyClient({ token, deadlineMs: 20_000, address, tls: { ca: certificates.ca, serverName } });
    try {
      return await client.listTools({ mode: 'MODE_COPILOT' });
    } finally {
      client.close();
    }
  };
  try {
    assert.ok((await ask('localhost')).tools.length > 0);
    await refusedWith(PolicyUnavailableError, ask('elsewhere.example'));
  } finally {
    await service.dispose();
  }
});
