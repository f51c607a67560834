import { expect, test } from 'vitest';
import { StageClock } from './stage-clock';

const step = (stage: string, done: number, total = 10) => ({ stage, done, total, unit: 'images' });

test('a stage ends when the next begins, and its pace gives the time left', () => {
  let now = 0;
  const clock = new StageClock(() => now);
  expect(clock.progress()).toBeNull();
  clock.report(step('attack', 0));
  expect(clock.progress()).toMatchObject({ stage: 'attack', secondsLeft: null });
  now = 4000;
  clock.report(step('attack', 4));
  expect(clock.progress()).toEqual({ stage: 'attack', done: 4, total: 10, unit: 'images', secondsLeft: 6 });
  clock.report(step('features', 0));
  now = 5000;
  const [attack, features] = clock.changedStages();
  expect(attack).toMatchObject({ ordinal: 0, name: 'attack', startedAgo: 5, finishedAgo: 1, isNew: true });
  expect(features).toMatchObject({
    ordinal: 1,
    name: 'features',
    startedAgo: 1,
    finishedAgo: null,
    isNew: true,
  });
  expect(clock.changedStages()).toEqual([]);
});

test('a stage that comes again goes on under its number', () => {
  const clock = new StageClock(() => 0);
  for (const name of ['train', 'validate', 'train']) clock.report(step(name, 1));
  const stages = clock.changedStages();
  expect(stages.map(({ name, finishedAgo }) => [name, finishedAgo])).toEqual([
    ['train', null],
    ['validate', 0],
  ]);
});
