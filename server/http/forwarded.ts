import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { SetUpError } from '../set-up-error';

/** Proxies whose word is taken on whom they pass on. */
export interface TrustedProxies {
  readonly any: boolean;
  has(address: string): boolean;
}

/** Headers by which proxies say what they pass on. */
const forwardedHeaders = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'forwarded',
];

/**
 * Reads a list of addresses and networks, such as `127.0.0.1` and `10.0.0.0/8`.
 *
 * @throws {SetUpError} for an entry that is neither
 */
export function readTrustedProxies(entries: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const version = isIP(address);
    const most = version === 6 ? 128 : 32;
    const length = bits === undefined ? most : Number(bits);
    if (!version || !Number.isInteger(length) || length < 1 || length > most || bits === '')
      throw new SetUpError(
        `FIDUCIAL_TRUSTED_PROXIES: expected addresses such as 127.0.0.1 or networks such as 10.0.0.0/8, separated by commas, got ${entry}`,
      );
    list.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
  }
  return {
    any: entries.length > 0,
    has: (address) => {
      const plain = plainAddress(address);
      const version = isIP(plain);
      return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
    },
  };
}

/** What was found out about a request when it came in. */
interface Origin {
  readonly address: string;
  readonly forwarded: boolean;
}

const origins = new WeakMap<IncomingMessage, Origin>();

/**
 * Takes a trusted proxy's word for where a request came from and which host it was for. Nobody else's: then those
 * headers are removed before anything reads them. Called once for each request, before all else.
 */
export function acceptForwarded(request: IncomingMessage, trusted: TrustedProxies): void {
  const { headers, socket } = request;
  const direct = plainAddress(socket.remoteAddress ?? '');
  const forwarded = forwardedHeaders.some((name) => headers[name] !== undefined) || headers.via !== undefined;
  if (!trusted.has(direct)) {
    for (const name of forwardedHeaders) delete headers[name];
    origins.set(request, { address: direct, forwarded });
    return;
  }
  const chain = listOf(headers['x-forwarded-for']);
  origins.set(request, { address: firstUntrusted(direct, chain, trusted), forwarded });
  const host = listOf(headers['x-forwarded-host']).at(-1);
  if (host) headers.host = host;
}

/** The address that a request came from: a trusted proxy's word, else that of the connection. */
export function addressOf(request: IncomingMessage): string | undefined {
  return origins.get(request)?.address ?? request.socket.remoteAddress;
}

/** Whether a request says that somebody passed it on, believed or not. */
export function wasForwarded(request: IncomingMessage): boolean {
  return origins.get(request)?.forwarded ?? false;
}

/** From the nearest hop outwards: what a proxy that is not trusted wrote is not believed. */
function firstUntrusted(direct: string, chain: readonly string[], trusted: TrustedProxies): string {
  let address = direct;
  for (const further of [...chain].reverse()) {
    if (!trusted.has(address)) break;
    const plain = plainAddress(further);
    if (!isIP(plain)) break;
    address = plain;
  }
  return address;
}

function listOf(header: string | string[] | undefined): string[] {
  return String(header ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

/** An IPv4 address as such, also where it comes as `::ffff:127.0.0.1`. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}
