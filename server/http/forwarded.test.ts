import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { acceptForwarded, addressOf, readTrustedProxies, wasForwarded } from './forwarded';

function request(remoteAddress: string, headers: Record<string, string>): IncomingMessage {
  // What is read of a request: its headers and the address of its connection.
  return {
    headers: { host: 'inside:4600', ...headers },
    socket: { remoteAddress },
  } as unknown as IncomingMessage;
}

test.each<[string, string[], string, string, string]>([
  ['nobody is trusted', [], '10.0.0.9', '1.2.3.4', '10.0.0.9'],
  ['another one is trusted', ['10.0.0.1'], '10.0.0.9', '1.2.3.4', '10.0.0.9'],
  ['the proxy is trusted', ['10.0.0.0/8'], '10.0.0.9', '1.2.3.4', '1.2.3.4'],
  ['a client wrote something there before', ['10.0.0.9'], '10.0.0.9', '6.6.6.6, 1.2.3.4', '1.2.3.4'],
  ['two proxies are trusted', ['10.0.0.0/8'], '10.0.0.9', '6.6.6.6, 1.2.3.4, 10.0.0.7', '1.2.3.4'],
  ['what stands there is no address', ['10.0.0.9'], '10.0.0.9', 'unknown', '10.0.0.9'],
  ['an IPv4 address comes as an IPv6 one', ['127.0.0.1'], '::ffff:127.0.0.1', '1.2.3.4', '1.2.3.4'],
  ['IPv6 networks are trusted', ['fd00::/8'], 'fd00::1', '2001:db8::1', '2001:db8::1'],
])('where %s, the address is the right one', (_where, trusted, remote, chain, address) => {
  const from = request(remote, { 'x-forwarded-for': chain });
  acceptForwarded(from, readTrustedProxies(trusted));
  expect(addressOf(from)).toBe(address);
  expect(wasForwarded(from)).toBe(true);
});

test('what an untrusted one says of host and protocol is removed; a trusted one’s host counts', () => {
  const headers = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'for=1.2.3.4',
  };
  const untrusted = request('203.0.113.7', headers);
  acceptForwarded(untrusted, readTrustedProxies(['127.0.0.1']));
  expect(untrusted.headers).toEqual({ host: 'inside:4600' });
  const trusted = request('127.0.0.1', headers);
  acceptForwarded(trusted, readTrustedProxies(['127.0.0.1']));
  expect(trusted.headers.host).toBe('evil.example');
});

test.each(['proxy.example.org', '10.0.0.0/33', '10.0.0.0/', '0.0.0.0/0', '*'])(
  '%s is refused in words',
  (entry) => {
    expect(() => readTrustedProxies([entry])).toThrow(/FIDUCIAL_TRUSTED_PROXIES: expected addresses .* got/);
  },
);
