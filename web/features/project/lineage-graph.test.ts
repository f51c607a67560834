import { expect, test } from 'vitest';
import { lineageGraph, relativesOf } from './lineage-graph';
import type { LineageThings } from './lineage-query';

const run = { id: 'r', status: 'SUCCEEDED' as const };
const list = <Row>(...nodes: Row[]) => ({ totalCount: nodes.length, edges: nodes.map((node) => ({ node })) });
const of = <Name extends string>(__typename: Name, id: string) => ({ __typename, id, name: id, run });

const project: LineageThings = {
  __typename: 'Project',
  id: 'project',
  datasets: list(of('Dataset', 'digits')),
  models: list({ ...of('Model', 'cnn'), dataset: { id: 'digits' } }),
  samples: list({ ...of('Sample', 'sample'), model: { id: 'cnn' } }),
  referenceSets: list({ ...of('ReferenceSet', 'reference'), model: { id: 'cnn' } }),
  attackSets: list({
    ...{ ...of('AttackSet', 'bim'), control: false, sample: { id: 'sample' }, target: null, surrogate: null },
  }),
  detectors: list(
    {
      ...of('Detector', 'map'),
      referenceSet: { id: 'reference' },
      sample: { id: 'sample' },
      attackSets: [{ id: 'bim' }],
    },
    { ...of('Detector', 'knn'), referenceSet: { id: 'reference' }, sample: { id: 'sample' }, attackSets: [] },
  ),
  layerSweeps: list(),
  evaluations: {
    totalCount: 3,
    edges: [
      {
        node: {
          ...of('Evaluation', 'judged'),
          ...{
            detector: { id: 'knn' },
            sample: { id: 'sample' },
            attackSets: [{ id: 'bim' }, { id: 'too old' }],
          },
        },
      },
    ],
  },
};

test('leads from every thing to what was made from it, and never to what is not shown', () => {
  const { nodes, edges, leftOut } = lineageGraph(project);
  expect(nodes.map(({ thing }) => thing.id)).toEqual([
    'digits',
    'cnn',
    'sample',
    'reference',
    'bim',
    'knn',
    'map',
    'judged',
  ]);
  expect(edges.map(({ from, to }) => `${from} ${to}`).sort()).toEqual([
    'bim judged',
    'bim map',
    'cnn reference',
    'cnn sample',
    'digits cnn',
    'knn judged',
    'reference knn',
    'reference map',
    'sample bim',
    'sample knn',
  ]);
  expect(leftOut).toBe(2);
});

test('the relatives of a thing are what went into it and what came of it, and nothing beside', () => {
  const { edges } = lineageGraph(project);
  expect([...relativesOf('knn', edges)].sort()).toEqual([
    'cnn',
    'digits',
    'judged',
    'knn',
    'reference',
    'sample',
  ]);
  expect(relativesOf('digits', edges).size).toBe(8);
});
