import { AsyncLocalStorage } from 'node:async_hooks';
import pino, { type Logger } from 'pino';
import { env } from './env';

/** What every line says that is logged while something is done. */
type LogFields = Readonly<Record<string, string | number>>;

const fields = new AsyncLocalStorage<LogFields>();

/** Adds `more` to every line that is logged by what `use` does, at once or later. */
export function withLogFields<T>(more: LogFields, use: () => T): T {
  return fields.run({ ...fields.getStore(), ...more }, use);
}

/** Names under which secrets stand in objects, at any of the first levels. */
const secretNames = [
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  'set-cookie',
  'connectionString',
  'databaseUrl',
  'DATABASE_URL',
  'clientSecret',
];
const redactedPaths = secretNames.flatMap((name) => {
  const step = `["${name}"]`;
  return [step, `*${step}`, `*.*${step}`];
});

/** Secrets inside text, such as the messages of errors: of addresses, of headers, access tokens, signatures. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/(\w+:\/\/[^\s:@/"\\]+:)[^\s@"\\]+@/g, '$1***@'],
  [/(Bearer\s+)[^\s"\\]+/gi, '$1***'],
  [/\bfid_[\w-]{8,}/g, 'fid_***'],
  [/(signature=)[^\s&"\\]+/g, '$1***'],
  [/(session_token=)[^\s;"\\]+/g, '$1***'],
];

/** A line without the secrets that may stand in it. */
function withoutSecrets(line: string): string {
  return secretTexts.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line);
}

/** A log that writes JSON, one object a line, to `write`; secrets are left out, by their names and by their looks. */
export function openLog(level: string, write: (line: string) => void): Logger {
  return pino(
    {
      level,
      base: undefined,
      mixin: () => ({ ...fields.getStore() }),
      redact: { paths: redactedPaths, censor: '***' },
    },
    { write: (line) => write(withoutSecrets(line)) },
  );
}

const output = pino.destination({ dest: 1, sync: true });

/** The log of this process, which the supervisor turns into words. */
export const log = openLog(env.logLevel, (line) => output.write(line));
