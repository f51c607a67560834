import { expect, test } from 'vitest';
import { type PathState, pathSteps, placeSteps } from './path-steps';

const none = { made: 0, ready: 0 };
const one = { made: 1, ready: 1, href: '/there' };
const empty: PathState = {
  dataset: none,
  model: none,
  sample: none,
  attackSet: none,
  referenceSet: none,
  detector: none,
  evaluation: none,
};
const all: PathState = {
  dataset: one,
  model: one,
  sample: one,
  attackSet: one,
  referenceSet: one,
  detector: one,
  evaluation: one,
};
const states = (state: PathState) => placeSteps(state).map((step) => step.state);

test('an empty project begins with a data set, and nothing else is offered', () => {
  expect(states(empty)).toEqual(['next', ...pathSteps.slice(1).map(() => 'later')]);
});

test('what is launched counts as taken, what is ready is a link, and one step is the next', () => {
  const steps = placeSteps({ ...empty, dataset: one, model: { made: 1, ready: 0, href: '/model' } });
  expect(steps.slice(0, 4).map(({ state, href }) => [state, href])).toEqual([
    ['done', '/there'],
    ['making', '/model'],
    ['next', undefined],
    ['later', undefined],
  ]);
});

test('a comparison takes a second detector, then a second evaluation, and then the way is at its end', () => {
  const last = (state: PathState) => placeSteps(state).at(-1);
  expect(last(all)).toMatchObject({ state: 'next', form: 'detector', action: 'Fit a second detector' });
  expect(last({ ...all, detector: { made: 2, ready: 1 } })).toMatchObject({
    form: 'evaluation',
    action: 'Evaluate another',
  });
  expect(last({ ...all, detector: { made: 2, ready: 2 }, unevaluated: 'other' })).toMatchObject({
    form: 'evaluation',
    action: 'Evaluate the other detector',
    given: { detectorId: 'other' },
  });
  // Both are on their way: nothing is left to be launched.
  expect(last({ ...all, evaluation: { made: 2, ready: 1 } })).toMatchObject({ state: 'making' });
  expect(placeSteps({ ...all, evaluation: { made: 2, ready: 2 } })).toEqual([]);
});
