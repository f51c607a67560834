import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { BucketPlace } from './artifact/bucket-clients';
import { readTrustedProxies, type TrustedProxies } from './http/forwarded';
import type { TlsFiles } from './http/tls';
import { isLoopback } from './loopback';
import { rootFolder } from './root-folder';
import { configurationError, SetUpError } from './set-up-error';

const portWords = 'expected a port, 1 to 65535';
const port = z.coerce.number(portWords).int(portWords).min(0, portWords).max(65535, portWords);
const folder = z
  .string()
  .min(1)
  .transform((path) => resolve(path));

/** Bucket and prefix of an address. */
const bucketPattern = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w.\-/]*))?$/;

/** Variables that hold a password: their values are never shown. */
const secret = new Set([
  'DATABASE_URL',
  'FIDUCIAL_SECRET',
  'FIDUCIAL_OIDC_CLIENT_SECRET',
  'FIDUCIAL_METRICS_TOKEN',
]);

const schema = z.object({
  /** Where the embedded database and, unless named, the artifacts lie. */
  FIDUCIAL_DATA: folder.default(join(rootFolder, 'data')),
  /** Where artifacts lie: a folder, or a bucket, s3://bucket/prefix. */
  FIDUCIAL_ARTIFACTS: z
    .string()
    .min(1)
    .refine(
      (place) => !place.startsWith('s3:') || bucketPattern.test(place),
      'expected a folder, or an address such as s3://bucket/prefix',
    )
    .optional(),
  /** An S3 server other than Amazon's. */
  FIDUCIAL_S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'expected an address such as https://s3.example.org' })
    .optional(),
  /** Region of the bucket, where AWS_REGION or a profile does not say. */
  FIDUCIAL_S3_REGION: z.string().optional(),
  /** Most room that a machine gives to copies of what lies in the bucket, in MB. */
  FIDUCIAL_CACHE_MB: z.coerce.number().int().min(0).default(20_000),
  /** A PostgreSQL server in place of the embedded one. */
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'expected an address such as postgresql://user:password@host:5432/name',
    })
    .optional(),
  /** Address and port of the front door. */
  FIDUCIAL_HOST: z.string().min(1).default('127.0.0.1'),
  FIDUCIAL_PORT: port.default(4600),
  /** More host names under which browsers may reach it, separated by commas. */
  FIDUCIAL_ALLOWED_HOSTS: z.string().default(''),
  /** Address under which people reach it, such as https://fiducial.example.org behind a proxy that ends TLS. */
  FIDUCIAL_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'expected an address such as https://fiducial.example.org' })
    .optional(),
  /** Certificate with its chain, and its key, both PEM: then it answers over TLS. */
  FIDUCIAL_TLS_CERT: folder.optional(),
  FIDUCIAL_TLS_KEY: folder.optional(),
  /** Addresses or networks of proxies whose X-Forwarded-* headers are believed, separated by commas. */
  FIDUCIAL_TRUSTED_PROXIES: z.string().default(''),
  /** Port on 127.0.0.1 where the pages reach the API past its TLS; 0 for none. */
  FIDUCIAL_INTERNAL_PORT: port.default(0),
  /** Signs cookies; without it, one that is made at the first start and kept in the data folder. */
  FIDUCIAL_SECRET: z.string().min(32, 'expected at least 32 characters').optional(),
  /** Sign-in at an OpenID provider, besides by password. */
  FIDUCIAL_OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'expected an address' }).optional(),
  FIDUCIAL_OIDC_CLIENT_ID: z.string().optional(),
  FIDUCIAL_OIDC_CLIENT_SECRET: z.string().optional(),
  /** What the button says. */
  FIDUCIAL_OIDC_NAME: z.string().max(40).default('OpenID'),
  /** What others than this machine send to read `/metrics`. */
  FIDUCIAL_METRICS_TOKEN: z.string().min(16, 'expected at least 16 characters').optional(),
  /** Fields that one token, account or address may ask for within a minute; 0 for no limit. */
  FIDUCIAL_FIELDS_PER_MINUTE: z.coerce.number().int().min(0).default(20_000_000),
  /** Largest file that is taken in, in MB. */
  FIDUCIAL_UPLOAD_MB: z.coerce.number().int().min(1).default(2147),
  /** Uploads that a team may have begun and not finished. */
  FIDUCIAL_UPLOADS_PER_TEAM: z.coerce.number().int().min(1).default(20),
  /** After how many seconds without a byte an upload is cut off. */
  FIDUCIAL_UPLOAD_IDLE_SECONDS: z.coerce.number().positive().default(60),
  /** Largest resident memory of the process that checks one uploaded file, in MB, and how long it may take. */
  FIDUCIAL_UPLOAD_CHECK_MB: z.coerce.number().int().min(200).default(1024),
  FIDUCIAL_UPLOAD_CHECK_SECONDS: z.coerce.number().positive().default(300),
  /** Largest resident memory of the process that scores single images, in MB, and how long it is kept without a question. */
  FIDUCIAL_SCORER_MB: z.coerce.number().int().min(700).default(3000),
  FIDUCIAL_SCORER_IDLE_SECONDS: z.coerce.number().positive().default(600),
  /** `true` takes from who signed in with a browser nothing but the documents of the pages. */
  FIDUCIAL_PERSISTED_ONLY: z.enum(['true', 'false'], 'expected true or false').default('false'),
  /** List of these documents, made when the pages are built. */
  FIDUCIAL_PAGE_DOCUMENTS: folder.default(join(rootFolder, 'web/.next/documents.json')),
  /** Folder of the scripts and styles of the pages, made when they are built. */
  FIDUCIAL_PAGE_FILES: folder.default(join(rootFolder, 'web/.next/static')),
  /** Port of the page's own process, behind the front door; 0 for any free one. */
  FIDUCIAL_WEB_PORT: port.default(0),
  /** Forces a TensorFlow.js backend. packages/backend reads it; a mistake in it is told here, with all others. */
  FIDUCIAL_BACKEND: z.enum(['native', 'wasm'], 'expected native or wasm').optional(),
  /** How many runs one worker computes at once. */
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(availableParallelism()),
  /** Who this worker is, where its supervisor makes sure that no other process claims to be it. */
  FIDUCIAL_WORKER_ID: z.uuid().optional(),
  /** Largest resident memory of one computing child, in MB; 0 for no limit of ours. */
  FIDUCIAL_CHILD_MEMORY_MB: z.coerce.number().int().min(0).default(0),
  /** Most memory that a run may be expected to need, in MB, else it is refused; 0 for what the workers have. */
  FIDUCIAL_RUN_MEMORY_MB: z.coerce.number().int().min(0).default(0),
  /** How often a worker says that it lives, and after how long without a word it is taken for dead. */
  FIDUCIAL_HEARTBEAT_SECONDS: z.coerce.number().positive().default(10),
  FIDUCIAL_LEASE_SECONDS: z.coerce.number().positive().default(30),
  /** After how many seconds without a word a connection to the database is taken for dead. */
  FIDUCIAL_DATABASE_SILENT_SECONDS: z.coerce.number().positive().default(60),
  /** Most work that a computation loses when it is killed. */
  FIDUCIAL_CHECKPOINT_SECONDS: z.coerce.number().min(0).max(60).default(10),
  /** A module that exports `tasks` in place of the product's own: for tests. */
  FIDUCIAL_TASKS: folder.optional(),
  /** Where a process is to fail, for tests: see jobs/failpoints.ts. */
  FIDUCIAL_FAILPOINTS: z.string().optional(),
  /** Folder with the four IDX files of full MNIST. */
  FIDUCIAL_MNIST: folder.optional(),
  /** Address of an OpenTelemetry collector that takes traces over HTTP, such as http://localhost:4318; nothing is traced without it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'expected an address such as http://localhost:4318' })
    .optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NODE_ENV: z.string().default('development'),
});

/** Names of all variables that the server reads. */
export const variableNames: readonly string[] = Object.keys(schema.shape);

/** A provider at which people may sign in. */
export interface OpenIdProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What people call it. */
  readonly name: string;
}

/** What uploads may take. */
export interface UploadLimits {
  readonly mostBytes: number;
  /** Of one team, begun and not finished. */
  readonly mostOpen: number;
  /** Longest pause between bytes. */
  readonly idleMs: number;
  /** Largest resident memory of the process that checks one file, and how long it may take. */
  readonly checkBytes: number;
  readonly checkMs: number;
}

/** What the process that scores single images may take. */
export interface ScorerLimits {
  /** Resident memory, at which it is ended. */
  readonly memoryBytes: number;
  /** How long it is kept without a question. */
  readonly idleMs: number;
}

/** What the surroundings say, checked. */
export interface Env {
  readonly dataFolder: string;
  /** Folder of artifacts; where they lie in a bucket, of what is staged and of copies. */
  readonly artifactFolder: string;
  readonly artifactBucket: BucketPlace | undefined;
  readonly databaseUrl: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  /** Without a slash at its end. */
  readonly publicUrl: string | undefined;
  readonly tls: TlsFiles | undefined;
  readonly trustedProxies: TrustedProxies;
  /** 0 for none. */
  readonly internalPort: number;
  readonly secret: string | undefined;
  readonly openId: OpenIdProvider | undefined;
  readonly metricsToken: string | undefined;
  /** 0 for no limit. */
  readonly fieldsPerMinute: number;
  readonly uploads: UploadLimits;
  readonly scorer: ScorerLimits;
  readonly persistedOnly: boolean;
  /** File that lists the documents of the pages. */
  readonly pageDocuments: string;
  readonly pageFilesFolder: string;
  readonly webPort: number;
  readonly workerConcurrency: number;
  readonly workerId: string | undefined;
  /** 0 for no limit. */
  readonly childMemoryBytes: number;
  /** Most memory that a run may be expected to need; 0 for what the workers have. */
  readonly mostRunBytes: number;
  readonly heartbeatMs: number;
  readonly leaseMs: number;
  readonly databaseSilentMs: number;
  readonly checkpointMs: number;
  readonly tasksModule: string | undefined;
  readonly failpoints: string | undefined;
  readonly mnistFolder: string | undefined;
  /** Address of a collector of traces. */
  readonly traceEndpoint: string | undefined;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly production: boolean;
}

/**
 * Reads the environment; an empty variable counts as absent.
 *
 * @throws {SetUpError} with every mistake, one a line.
 */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = path.join('.');
      return `  ${name}: ${message}, got ${secret.has(name) ? 'one that is not shown, as it may hold a password' : given[name]}`;
    });
    throw new SetUpError(`These environment variables are not as expected:\n${lines.join('\n')}`);
  }
  const all = parsed.data;
  return {
    dataFolder: all.FIDUCIAL_DATA,
    ...artifactsOf(all),
    databaseUrl: all.DATABASE_URL,
    host: all.FIDUCIAL_HOST,
    port: all.FIDUCIAL_PORT,
    allowedHosts: listOf(all.FIDUCIAL_ALLOWED_HOSTS),
    publicUrl: all.FIDUCIAL_PUBLIC_URL?.replace(/\/+$/, ''),
    tls: tlsOf(all),
    trustedProxies: readTrustedProxies(listOf(all.FIDUCIAL_TRUSTED_PROXIES)),
    internalPort: all.FIDUCIAL_INTERNAL_PORT,
    secret: all.FIDUCIAL_SECRET,
    openId: openIdOf(all),
    metricsToken: all.FIDUCIAL_METRICS_TOKEN,
    fieldsPerMinute: all.FIDUCIAL_FIELDS_PER_MINUTE,
    uploads: {
      mostBytes: all.FIDUCIAL_UPLOAD_MB * 1e6,
      mostOpen: all.FIDUCIAL_UPLOADS_PER_TEAM,
      idleMs: all.FIDUCIAL_UPLOAD_IDLE_SECONDS * 1000,
      checkBytes: all.FIDUCIAL_UPLOAD_CHECK_MB * 1e6,
      checkMs: all.FIDUCIAL_UPLOAD_CHECK_SECONDS * 1000,
    },
    scorer: { memoryBytes: all.FIDUCIAL_SCORER_MB * 1e6, idleMs: all.FIDUCIAL_SCORER_IDLE_SECONDS * 1000 },
    persistedOnly: all.FIDUCIAL_PERSISTED_ONLY === 'true',
    pageDocuments: all.FIDUCIAL_PAGE_DOCUMENTS,
    pageFilesFolder: all.FIDUCIAL_PAGE_FILES,
    webPort: all.FIDUCIAL_WEB_PORT,
    workerConcurrency: all.WORKER_CONCURRENCY,
    workerId: all.FIDUCIAL_WORKER_ID,
    childMemoryBytes: all.FIDUCIAL_CHILD_MEMORY_MB * 1e6,
    mostRunBytes: all.FIDUCIAL_RUN_MEMORY_MB * 1e6,
    heartbeatMs: all.FIDUCIAL_HEARTBEAT_SECONDS * 1000,
    leaseMs: all.FIDUCIAL_LEASE_SECONDS * 1000,
    databaseSilentMs: all.FIDUCIAL_DATABASE_SILENT_SECONDS * 1000,
    checkpointMs: all.FIDUCIAL_CHECKPOINT_SECONDS * 1000,
    tasksModule: all.FIDUCIAL_TASKS,
    failpoints: all.FIDUCIAL_FAILPOINTS,
    mnistFolder: all.FIDUCIAL_MNIST,
    traceEndpoint: all.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: all.LOG_LEVEL,
    production: all.NODE_ENV === 'production',
  };
}

/** On each machine a folder of its own beside the bucket: renames and links want one disk. */
function artifactsOf(all: z.output<typeof schema>): Pick<Env, 'artifactFolder' | 'artifactBucket'> {
  const { FIDUCIAL_DATA: data, FIDUCIAL_ARTIFACTS: place } = all;
  const [, bucket, path = ''] = bucketPattern.exec(place ?? '') ?? [];
  if (!bucket)
    return {
      artifactFolder: place ? resolve(place) : join(data, 'artifacts'),
      artifactBucket: undefined,
    };
  const prefix = path.replace(/^\/+|\/+$/g, '');
  return {
    artifactFolder: join(data, 'artifacts-cache'),
    artifactBucket: {
      bucket,
      prefix: prefix && `${prefix}/`,
      endpoint: all.FIDUCIAL_S3_ENDPOINT,
      region: all.FIDUCIAL_S3_REGION,
      cacheBytes: all.FIDUCIAL_CACHE_MB * 1e6,
    },
  };
}

function listOf(text: string): string[] {
  return text.split(',').flatMap((part) => part.trim() || []);
}

/** What would send passwords in clear where people believe otherwise is not started with. */
function tlsOf(all: z.output<typeof schema>): TlsFiles | undefined {
  const { FIDUCIAL_TLS_CERT: certificate, FIDUCIAL_TLS_KEY: key, FIDUCIAL_PUBLIC_URL: publicUrl } = all;
  const secure = publicUrl?.startsWith('https:') ?? false;
  if (!certificate && !key) {
    if (secure && !isLoopback(all.FIDUCIAL_HOST) && !all.FIDUCIAL_TRUSTED_PROXIES)
      throw new SetUpError(
        `FIDUCIAL_PUBLIC_URL is ${publicUrl}, but the server listens on ${all.FIDUCIAL_HOST} without TLS. Name the certificate with FIDUCIAL_TLS_CERT and FIDUCIAL_TLS_KEY, or the proxy that ends TLS with FIDUCIAL_TRUSTED_PROXIES.`,
      );
    return undefined;
  }
  if (!certificate || !key)
    throw new SetUpError('FIDUCIAL_TLS_CERT and FIDUCIAL_TLS_KEY: expected both, or none');
  if (publicUrl && !secure)
    throw new SetUpError(
      `FIDUCIAL_PUBLIC_URL: expected an address with https, as FIDUCIAL_TLS_CERT is set, got ${publicUrl}`,
    );
  return { certificate, key };
}

function openIdOf(all: z.output<typeof schema>): OpenIdProvider | undefined {
  const issuer = all.FIDUCIAL_OIDC_ISSUER;
  const clientId = all.FIDUCIAL_OIDC_CLIENT_ID;
  const clientSecret = all.FIDUCIAL_OIDC_CLIENT_SECRET;
  if (!issuer && !clientId && !clientSecret) return undefined;
  if (!issuer || !clientId || !clientSecret)
    throw new SetUpError(
      'FIDUCIAL_OIDC_ISSUER, FIDUCIAL_OIDC_CLIENT_ID and FIDUCIAL_OIDC_CLIENT_SECRET: expected all three, or none',
    );
  return { issuer, clientId, clientSecret, name: all.FIDUCIAL_OIDC_NAME };
}

/** The environment of this process. A mistake in it ends the process with a sentence. */
export const env: Env = orExit(() => readEnv(process.env));

/** The database that a process of the product was started with. */
export function requireDatabaseUrl(): string {
  if (env.databaseUrl) return env.databaseUrl;
  throw new SetUpError('DATABASE_URL is not set. "npm start" sets it for the processes that it starts.');
}

/** Variables for a process that the product starts: its own, with some replaced. */
export function childVariables(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}

function orExit(read: () => Env): Env {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(configurationError);
  }
}
