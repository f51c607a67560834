import { expect, test } from 'vitest';
import { type LiveRun, takeEvents } from './follow-events';
import type { RunEventData } from './run-details';

const fresh: LiveRun = {
  progress: null,
  steps: [],
  metrics: [],
  changedStatus: false,
  curvesDue: null,
  seq: 0,
};
const at = (seconds: number) => new Date(seconds * 1000).toISOString();
const progress = (seq: number, stage: string, done: number): RunEventData => ({
  seq,
  type: 'progress',
  data: { stage, done, total: 10, unit: 'steps', secondsLeft: 1 },
  at: at(seq),
});
const point = (seq: number, step: number, value: number): RunEventData => ({
  seq,
  type: 'metric',
  data: { points: [{ name: 'loss', step, value }] },
  at: at(seq),
});

test('progress moves its stage on, and a new stage ends the one before', () => {
  const run = takeEvents(fresh, [
    progress(1, 'train', 3),
    progress(2, 'train', 7),
    progress(5, 'predict', 1),
  ]);
  expect(run.progress).toMatchObject({ stage: 'predict', fraction: 0.1 });
  expect(run.steps).toMatchObject([
    { name: 'train', done: 7, finishedAt: at(5), seconds: 4 },
    { name: 'predict', done: 1, finishedAt: null },
  ]);
});

test('events that come a second time change nothing', () => {
  const events = [progress(1, 'train', 3), point(2, 0, 2.3), point(3, 1, 1.9)];
  const once = takeEvents(fresh, events);
  expect(takeEvents(once, events)).toEqual(once);
  expect(once.metrics).toEqual([{ name: 'loss', steps: [0, 1], values: [2.3, 1.9], thinned: false }]);
});

test('points that the page has already are not doubled', () => {
  const run: LiveRun = {
    ...fresh,
    metrics: [{ name: 'loss', steps: [0, 1], values: [2.3, 1.9], thinned: false }],
  };
  expect(takeEvents(run, [point(1, 0, 2.3), point(2, 1, 1.9), point(3, 2, 1.5)]).metrics).toEqual([
    { name: 'loss', steps: [0, 1, 2], values: [2.3, 1.9, 1.5], thinned: false },
  ]);
});

test('an end asks for the page to be read again', () => {
  const end: RunEventData = { seq: 1, type: 'succeeded', data: {}, at: at(1) };
  expect(takeEvents(fresh, [end]).changedStatus).toBe(true);
});

test('new points of a logged run, which events do not carry, ask for the curves to be read again', () => {
  const told = (seq: number): RunEventData => ({
    seq,
    type: 'curves',
    data: { names: ['loss'], pauseSeconds: 2 },
    at: at(seq),
  });
  expect(takeEvents(fresh, [told(1), told(4)]).curvesDue).toEqual({ seq: 4, seconds: 2 });
});
