import { credentials, type ChannelCredentials, type ChannelOptions } from '@grpc/grpc-js';
import type { TlsOptions } from '../options.js';

/** Where and how to connect, as grpc-js wants it. */
export interface Endpoint {
  readonly target: string;
  readonly credentials: ChannelCredentials;
  readonly channelOptions: ChannelOptions;
}

const forms = 'host:port, http://host:port, https://host:port or unix:/path';

/** Reads an address as `ClientOptions.address` has it; a TypeError names what is wrong. */
export function readEndpoint(address: string, tls: TlsOptions | undefined): Endpoint {
  if (address.startsWith('unix:')) {
    const path = address.slice('unix:'.length).replace(/^\/\/(?=\/)/, '');
    if (path === '') throw new TypeError(`The address '${address}' has no path; it must be ${forms}.`);
    return plain(`unix:${path}`, address, tls);
  }

  const [, scheme = 'http', authority = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)\/?$/i.exec(address) ?? [];
  const port = Number(/^(?:\[[0-9a-f:.]+\]|[^:[\]]+):(\d{1,5})$/i.exec(authority)?.[1]);
  if (!(port >= 1 && port <= 65_535)) throw new TypeError(`The address '${address}' must be ${forms}, with a port from 1 to 65535.`);
  switch (scheme.toLowerCase()) {
    case 'http':
      return plain(`dns:${authority}`, address, tls);
    case 'https':
      return { target: `dns:${authority}`, credentials: secure(tls), channelOptions: tls?.serverName ? { 'grpc.ssl_target_name_override': tls.serverName } : {} };
    default:
      throw new TypeError(`The address '${address}' has the scheme '${scheme}'; it must be ${forms}.`);
  }
}

function plain(target: string, address: string, tls: TlsOptions | undefined): Endpoint {
  if (tls) throw new TypeError(`TLS settings were given, but the address '${address}' is without TLS; write https://host:port.`);
  return { target, credentials: credentials.createInsecure(), channelOptions: {} };
}

function secure(tls: TlsOptions | undefined): ChannelCredentials {
  if ((tls?.certificate === undefined) !== (tls?.key === undefined)) throw new TypeError('tls.certificate and tls.key go together.');
  const pem = (text: string | Uint8Array | undefined) => (text === undefined ? null : Buffer.from(text as Uint8Array));
  return credentials.createSsl(pem(tls?.ca), pem(tls?.key), pem(tls?.certificate));
}
