import { expect, test } from 'vitest';
import { type Patience, patientStore, StoreWaitStoppedError } from './patient-store';
import type { ArtifactStore } from './store';
import { StoreAwayError, StoreRefusedError } from './store-away';

/** A store of which `has` fails as told, one outcome a call, the last of them for ever. */
function failing(...outcomes: (Error | boolean)[]) {
  const calls: number[] = [];
  const has = async () => {
    calls.push(performance.now());
    const outcome = outcomes[Math.min(calls.length, outcomes.length) - 1];
    if (outcome instanceof Error) throw outcome;
    return outcome ?? false;
  };
  // Nothing else of it is asked for here.
  return { store: { has } as unknown as ArtifactStore, calls };
}

const away = new StoreAwayError('The bucket does not answer.');
const refused = new StoreRefusedError('The key is not good.');
const patience: Patience = { awayMs: 1500, refusedMs: 400 };

test('what fails while the store is away is tried again, with growing pauses, until it works', async () => {
  const { store, calls } = failing(away, away, true);
  expect(await patientStore(store, patience).has('x')).toBe(true);
  const pauses = calls.slice(1).map((at, before) => at - (calls[before] ?? 0));
  expect(pauses).toHaveLength(2);
  expect(pauses[0]).toBeGreaterThan(240);
  expect(pauses[1]).toBeGreaterThan(490);
});

test('patience ends with the error of the store, before the pause that would go beyond it', async () => {
  const { store, calls } = failing(away);
  const begun = performance.now();
  await expect(patientStore(store, patience).has('x')).rejects.toBe(away);
  expect(performance.now() - begun).toBeLessThan(1500);
  expect(calls).toHaveLength(3);
});

test('a store that lets nobody in is waited for less long', async () => {
  const { store, calls } = failing(refused);
  await expect(patientStore(store, patience).has('x')).rejects.toBe(refused);
  expect(calls).toHaveLength(2);
});

test('other errors are not tried again', async () => {
  const { store, calls } = failing(new Error('The disk is full.'), true);
  await expect(patientStore(store, patience).has('x')).rejects.toThrow('The disk is full.');
  expect(calls).toHaveLength(1);
});

test('a wait that is ended says so, with what it waited for', async () => {
  const controller = new AbortController();
  const { store } = failing(away);
  const waiting = patientStore(store, { ...patience, signal: controller.signal }).has('x');
  setTimeout(() => controller.abort(), 50);
  const error: unknown = await waiting.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreWaitStoppedError);
  expect(error).toMatchObject({ cause: away });
});

test('who watches hears of each failure, and when it works again', async () => {
  const heard: string[] = [];
  const { store } = failing(away, true);
  const watched: Patience = {
    ...patience,
    onAway: ({ code }) => heard.push(code),
    onThere: () => heard.push('there'),
  };
  await patientStore(store, watched).has('x');
  expect(heard).toEqual(['STORE_AWAY', 'there']);
});
