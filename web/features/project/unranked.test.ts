import { expect, test } from 'vitest';
import { unranked } from './unranked';

const detector = (name: string, ready: boolean, ...statuses: string[]) => ({
  name,
  ready,
  evaluations: statuses.map((status, at) => ({ run: { id: `${name} ${at}`, status } })),
});

test('detectors without a judgment, made or on its way, are those that a ranking misses', () => {
  const missed = unranked([
    detector('never', true),
    detector('given up', true, 'FAILED', 'CANCELLED'),
    detector('ranked', true, 'SUCCEEDED'),
    detector('ranked again', true, 'FAILED', 'SUCCEEDED'),
    detector('being judged', true, 'RUNNING'),
    detector('waiting', true, 'WAITING', 'FAILED'),
    detector('being fitted', false),
  ]);
  expect(missed.map(({ name }) => name)).toEqual(['never', 'given up']);
});
