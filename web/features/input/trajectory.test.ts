import { describe, expect, test } from 'vitest';
import { classDistances } from './class-distances';
import { otherClassesWords, planeWords } from './plane-words';
import { trajectoryDrawing } from './trajectory-drawing';
import type { Trajectory, TrajectoryInput } from './trajectory-query';

const plane: Trajectory['planes'][number] = {
  layer: 'conv4',
  points: [
    [-1, 0],
    [1, 0],
    [0, 2],
  ],
  kept: 0.75,
  keptOfInput: 0.2,
  stress: 0.31,
  others: { nearestClass: 'gull', nearest: 4, farthest: 31.25 },
};
const path = (kind: Trajectory['paths'][number]['kind'], index: number, distances: number[]) => ({
  kind,
  index,
  places: [[index, -index]],
  distances: [distances],
});
const trajectory: Trajectory = {
  distance: 'cosine',
  representative: 'medoid',
  otherClasses: 997,
  classes: [
    { label: 3, className: 'cat', members: [] },
    { label: 5, className: 'dog', members: [[[1, 2]]] },
    { label: 8, className: 'hen', members: [] },
  ],
  planes: [plane],
  paths: [
    path('INPUT', 40, [5, 1, 9]),
    path('CLEAN_TWIN', 4, [2, 6, 9]),
    path('AUTHENTIC', 1, [8, 1, 9]),
    path('AUTHENTIC', 2, [7, 2, 9]),
    path('AUTHENTIC', 3, [9, 7, 9]),
  ],
};
const input: TrajectoryInput = {
  index: 40,
  group: 'ADVERSARIAL',
  label: 3,
  predicted: { classIndex: 5 },
  trajectory,
};

describe('a trajectory as it is drawn', () => {
  const drawing = trajectoryDrawing(input, trajectory);

  test('has the input above its twin above authentic inputs', () => {
    expect(drawing.paths.map(({ kind }) => kind)).toEqual([
      'authentic',
      'authentic',
      'authentic',
      'cleanTwin',
      'input',
    ]);
    expect(drawing.paths.at(-1)).toMatchObject({ symbol: 'triangle', places: [[40, -40]] });
  });

  test('says which class is predicted and which is true', () => {
    expect(drawing.classes.map(({ role }) => role)).toEqual(['true', 'predicted', '']);
    const right = trajectoryDrawing({ ...input, label: 5 }, trajectory);
    expect(right.classes.map(({ role }) => role)).toEqual(['', 'predicted, true', '']);
  });

  test('lists distances nearest first, beside the twin’s and the middle of authentic ones', () => {
    expect(classDistances(drawing, 0)).toEqual([
      { name: 'dog', role: 'predicted', input: 1, cleanTwin: 6, authentic: 2 },
      { name: 'cat', role: 'true', input: 5, cleanTwin: 2, authentic: 8 },
      { name: 'hen', role: '', input: 9, cleanTwin: 9, authentic: 9 },
    ]);
  });
});

describe('the words under a plane', () => {
  test('say how much it keeps', () => {
    expect(planeWords(plane)).toMatch(
      /In conv4 the plane keeps 75\.0.% of .* and 20\.0.% of .*stress 0\.310/,
    );
  });

  test('sum up the classes that are not drawn, where there are any', () => {
    const shown = { otherClasses: 997, shown: 3 };
    expect(otherClassesWords(plane, shown)).toMatch(
      /3 of 1,000 classes .* gull is the nearest in conv4, at 4\.00; the farthest is at 31\.3/,
    );
    expect(otherClassesWords({ ...plane, others: null }, { otherClasses: 0, shown: 10 })).toBe('');
  });
});
