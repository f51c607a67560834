import { Prisma } from '@fiducial/prisma/client';
import { expect, test } from 'vitest';
import { databaseIsAway } from './database-away';

const ofPrisma = (code: string, meta?: Record<string, unknown>) =>
  new Prisma.PrismaClientKnownRequestError('Invalid `prisma.$queryRaw()` invocation', {
    code,
    clientVersion: '7',
    ...(meta && { meta }),
  });
/** As the end of a transaction throws it. */
const ofAdapter = (kind: string) =>
  Object.assign(new Error(kind, { cause: { kind } }), { name: 'DriverAdapterError' });

test.each([
  ['connect ECONNREFUSED 127.0.0.1:5432'],
  ['Connection terminated unexpectedly'],
  ['the database system is starting up'],
  // What pg says of a client whose connection broke while a transaction was between two statements.
  ['Client has encountered a connection error and is not queryable'],
  ['Client was closed and is not queryable'],
])('words say so: %s', (message) => {
  expect(databaseIsAway(new Error(message))).toBe(true);
});

test('codes say so', () => {
  expect(databaseIsAway(ofPrisma('P1017'))).toBe(true);
  expect(databaseIsAway(Object.assign(new Error(''), { code: 'ECONNREFUSED' }))).toBe(true);
  expect(databaseIsAway(Object.assign(new Error(''), { code: '57P01' }))).toBe(true);
});

test('the kind of the error of the adapter says so, bare and below a raw query', () => {
  const closed = ofAdapter('ConnectionClosed');
  expect(databaseIsAway(closed)).toBe(true);
  expect(databaseIsAway(ofPrisma('P2010', { driverAdapterError: closed }))).toBe(true);
});

test('another kind does not', () => {
  const refused = ofAdapter('UniqueConstraintViolation');
  expect(databaseIsAway(refused)).toBe(false);
  expect(databaseIsAway(ofPrisma('P2010', { driverAdapterError: refused }))).toBe(false);
});

test('anything else does not', () => {
  expect(databaseIsAway(new Error('value too long for type'))).toBe(false);
  expect(databaseIsAway(ofPrisma('P2025'))).toBe(false);
  expect(databaseIsAway('away')).toBe(false);
});
