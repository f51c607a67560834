import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, launch } from '../testkit/thing-requests';

/** The complete variant of the standard test bed, as it is submitted: no worker computes it here. */
let api: ApiBench;

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '' });
});
afterAll(() => api.close());

describe('a complete test bed', () => {
  test('gives what an attacker makes a seed of its own, and its attacks the knowledge that they were planned with', async () => {
    const projectId = await createProject(api);
    const dataset = await launch(api, 'importDataset', { projectId, source: { builtInDigits: {} } });
    const { result } = await api.ask<{
      result: { runs: { kind: string; title: string; seed: number }[] };
    }>(
      `mutation ($input: StartTestBedInput!) { result: startTestBed(input: $input) {
        ... on TestBed { runs { kind title seed } } } }`,
      { input: { datasetId: dataset.id, seeds: [3], variant: 'COMPLETE' } },
    );
    const theirs = result.runs.filter(({ title }) => title.includes('an attacker’s'));
    expect(theirs.map(({ kind }) => kind).sort()).toEqual([
      ...['attack', 'attack', 'attack', 'attack'],
      ...['drawSample', 'fitDetector'],
    ]);
    expect(new Set(theirs.map(({ seed }) => seed))).toEqual(new Set([1003]));
    const others = result.runs.filter((run) => !theirs.includes(run));
    expect(new Set(others.map(({ seed }) => seed))).toEqual(new Set([3]));
    const aimed = await api.prisma.attackSet.findMany({ where: { targetId: { not: null } } });
    for (const { threatLevel, surrogateId } of aimed)
      expect(threatLevel).toBe(surrogateId ? 'LIMITED' : 'PERFECT');
    expect(aimed.filter(({ surrogateId }) => surrogateId)).toHaveLength(2);
  });
});
