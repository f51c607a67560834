import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { SetUpError } from '../set-up-error';

/** Files of a certificate with its chain, and of its key, both PEM. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

/** What the server shows and signs with. */
export interface TlsMaterial {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** When the certificate ends. */
  readonly validTo: Date;
}

/**
 * Reads a certificate and its key.
 *
 * @throws {SetUpError} when a file cannot be read, is none, belongs to another one, or the certificate has ended
 */
export function readTls({ certificate, key }: TlsFiles, now: Date): TlsMaterial {
  const cert = read('FIDUCIAL_TLS_CERT', certificate);
  const secret = read('FIDUCIAL_TLS_KEY', key);
  const parsed = parse(cert, certificate);
  try {
    createSecureContext({ cert, key: secret });
  } catch (error) {
    const words = /mismatch/i.test(String(error)) ? 'of another certificate' : 'one that cannot be used';
    throw new SetUpError(
      `FIDUCIAL_TLS_KEY: expected the key of ${certificate} as PEM, without a passphrase, got ${words} in ${key}`,
    );
  }
  const validTo = new Date(parsed.validTo);
  if (validTo < now)
    throw new SetUpError(
      `FIDUCIAL_TLS_CERT: ${certificate} has ended on ${validTo.toISOString()}. Renew it.`,
    );
  if (new Date(parsed.validFrom) > now)
    throw new SetUpError(
      `FIDUCIAL_TLS_CERT: ${certificate} begins on ${new Date(parsed.validFrom).toISOString()}. Is the clock right?`,
    );
  return { cert, key: secret, validTo };
}

function read(variable: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // what the file system throws
    throw new SetUpError(`${variable}: expected a file that this user may read, got ${file} (${code})`);
  }
}

function parse(cert: Buffer, file: string): X509Certificate {
  try {
    return new X509Certificate(cert);
  } catch {
    throw new SetUpError(`FIDUCIAL_TLS_CERT: expected a certificate as PEM, got something else in ${file}`);
  }
}
