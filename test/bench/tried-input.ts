/**
 * How long a tried input takes from the question to its answer: `npx tsx test/bench/tried-input.ts [ADDRESS] [TIMES]`, against
 * a server that has run the demonstration and whose scorer is not running yet. Prints the first answer, and median and
 * greatest of those after it, for a kNN score, an evolution map, both, and both with an attack of ten steps.
 */
const [address = 'http://127.0.0.1:4600', times = '30'] = process.argv.slice(2);

interface Detector {
  readonly id: string;
  readonly name: string;
  readonly methodId: string;
  readonly ready: boolean;
}

async function ask<T>(query: string, variables: object = {}): Promise<T> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: object };
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
}

const side = `{ picture predictions { className confidence } verdicts {
  score percentileAmongAuthentic sentence
  neighbors(first: 20) { nodes { distance image { url } } }
  map { values meanOfPredicted }
} }`;
const tryInput = `mutation ($input: TryInputInput!) { result: tryInput(input: $input) {
  __typename ... on UserError { message }
  ... on TriedInput { given ${side} attacked { image ${side} difference } }
} }`;

async function once(detectorIds: readonly string[], item: number, more: object): Promise<number> {
  const started = performance.now();
  const { result } = await ask<{ result: { __typename: string; message?: string } }>(tryInput, {
    input: { detectorIds, image: { item }, ...more },
  });
  if (result.__typename !== 'TriedInput') throw new Error(result.message);
  return performance.now() - started;
}

const { projects } = await ask<{
  projects: { edges: { node: { detectors: { edges: { node: Detector }[] } } }[] };
}>(
  '{ projects(first: 1) { edges { node { detectors(first: 50) { edges { node { id name methodId ready } } } } } } }',
);
const detectors = projects.edges.flatMap(({ node }) => node.detectors.edges.map((edge) => edge.node));
const of = (method: string) => {
  const found = detectors.find(({ methodId, ready }) => methodId === method && ready);
  if (!found) throw new Error(`expected a fitted ${method}, got none`);
  return found.id;
};
const [knn, map] = [of('knnScore'), of('evolutionMap')];
const attack = { attack: { pgd: { steps: 10 } }, epsilon: 40 / 255 };
const rows: readonly (readonly [string, readonly string[], object])[] = [
  ['kNN score', [knn], {}],
  ['evolution map', [map], {}],
  ['both', [knn, map], {}],
  ['both, PGD of 10 steps', [knn, map], attack],
];
for (const [name, ids, more] of rows) {
  const first = await once(ids, 8000, more);
  const taken: number[] = [];
  for (let at = 1; at <= Number(times); at++) taken.push(await once(ids, 8000 + at, more));
  taken.sort((a, b) => a - b);
  const words = [first, taken[Math.floor(taken.length / 2)] ?? 0, taken.at(-1) ?? 0].map(
    (ms) => `${Math.round(ms)} ms`,
  );
  console.log(`${name}: first ${words[0]}, median of ${times} ${words[1]}, greatest ${words[2]}`);
}

export {};
