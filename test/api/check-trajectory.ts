import { readSafetensors } from '@fiducial/formats';
import { expect } from 'vitest';
import type { ApiBench } from '../testkit/api-bench';

type Matrix = number[][];

interface Trajectory {
  readonly otherClasses: number;
  readonly classes: { label: number; members: Matrix[] }[];
  readonly planes: {
    layer: string;
    points: Matrix;
    kept: number;
    keptOfInput: number;
    stress: number;
    others: unknown;
  }[];
  readonly paths: { index: number; kind: string; places: Matrix; distances: Matrix }[];
}

/** The trajectory of an input as the API gives it. */
export async function trajectoryOf(api: ApiBench, id: string, index: number): Promise<Trajectory | null> {
  const { input } = await api.ask<{ input: { trajectory: Trajectory | null } }>(
    `query ($id: ID!, $index: Int!) { input(evaluationId: $id, index: $index) { trajectory { otherClasses
      classes { label members } planes { layer points kept keptOfInput stress others { nearest } }
      paths { index kind places distances } } } }`,
    { id, index },
  );
  return input.trajectory;
}

/** Holds the trajectory of an adversarial input against the map of the input and the reference points in the detector's file. */
export async function checkTrajectory(api: ApiBench, id: string): Promise<void> {
  const { index, values, original } = await adversarialInput(api, id);
  const trajectory = await trajectoryOf(api, id, index);
  expect(trajectory?.paths.map(({ kind }) => kind).slice(0, 3)).toEqual(['INPUT', 'CLEAN_TWIN', 'AUTHENTIC']);
  const [own, twin] = trajectory?.paths ?? [];
  const { input } = await api.ask<{ input: { original: number; group: string } }>(
    'query ($id: ID!, $index: Int!) { input(evaluationId: $id, index: $index) { original group } }',
    { id, index: twin?.index },
  );
  expect(input).toEqual({ original, group: 'AUTHENTIC' });
  expect([trajectory?.otherClasses, trajectory?.classes.length]).toEqual([0, 10]);
  const points = await referencePoints(api, id);
  trajectory?.planes.forEach((plane, layer) => {
    const distances = own?.distances[layer] ?? [];
    distances.forEach((distance, label) => {
      expect(distance).toBeCloseTo(values[layer]?.[label] ?? 0, 3);
    });
    const truth = points(plane.layer);
    const [all, drawn] = [squaredSum(truth), squaredSum(plane.points)];
    expect(plane.kept).toBeCloseTo(drawn / all, 4);
    const [x = 0, y = 0] = own?.places[layer] ?? [];
    const toPlaces = plane.points.map(([u = 0, v = 0]) => (u - x) ** 2 + (v - y) ** 2);
    expect(plane.keptOfInput).toBeCloseTo(sum(toPlaces) / sum(distances.map((value) => value ** 2)), 4);
    // Of a projection: Pᵀ P x = ½ Pᵀ (m − δ²), m the mean squared distances of the points to each other.
    const means = truth.map((a) => sum(truth.map((b) => squared(a, b))) / truth.length);
    for (const axis of [0, 1]) {
      const along = plane.points.map((point) => point[axis] ?? 0);
      const left = sum(plane.points.map(([u = 0, v = 0], at) => (along[at] ?? 0) * (u * x + v * y)));
      const right = sum(along.map((value, at) => value * ((means[at] ?? 0) - (distances[at] ?? 0) ** 2))) / 2;
      expect(Math.abs(left - right)).toBeLessThan(1e-3 * (Math.abs(right) + all));
    }
    expect(plane.stress).toBeGreaterThan(0);
    expect(plane.stress).toBeLessThan(1);
    expect(plane.others).toBeNull();
  });
}

async function adversarialInput(api: ApiBench, id: string) {
  const { node } = await api.ask<{
    node: {
      inputs: { edges: { node: { index: number; original: number; evolutionMap: { values: Matrix } } }[] };
    };
  }>(
    `query ($id: ID!) { node(id: $id) { ... on Evaluation { inputs(group: ADVERSARIAL, successful: true, first: 1) {
      edges { node { index original evolutionMap { values } } } } } } }`,
    { id },
  );
  const [first] = node.inputs.edges;
  if (!first) throw new Error('expected a successful adversarial input, got none');
  const { index, original, evolutionMap } = first.node;
  return { index, original, values: evolutionMap.values };
}

/** Reference points as the detector's own file holds them. */
async function referencePoints(api: ApiBench, id: string): Promise<(layer: string) => Matrix> {
  const { node } = await api.ask<{ node: { detector: { name: string } } }>(
    'query ($id: ID!) { node(id: $id) { ... on Evaluation { detector { name } } } }',
    { id },
  );
  const { runId } = await api.prisma.detector.findFirstOrThrow({ where: { name: node.detector.name } });
  const response = await fetch(`${api.address}/files/${runId}/state`);
  expect(response.status).toBe(200);
  const { tensors } = readSafetensors(new Uint8Array(await response.arrayBuffer()));
  return (layer) => {
    const { data = [], shape = [] } = tensors.get(`points/${layer}`) ?? {};
    const [rows = 0, width = 0] = shape;
    return Array.from({ length: rows }, (_, row) => Array.from(data.slice(row * width, (row + 1) * width)));
  };
}

const sum = (some: readonly number[]) => some.reduce((total, value) => total + value, 0);
const squared = (a: readonly number[], b: readonly number[]) =>
  sum(a.map((value, at) => (value - (b[at] ?? 0)) ** 2));

/** Of all distances between rows. */
function squaredSum(rows: Matrix): number {
  return sum(rows.flatMap((a) => rows.map((b) => squared(a, b))));
}
