import { seededRandom } from '@fiducial/core/tensors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { idxFile } from '../testkit/idx-file';
import { linearModel } from '../testkit/linear-model';
import { createProject, finished, type Launched, launch } from '../testkit/thing-requests';
import { uploadFile } from '../testkit/upload-file';

const size = 64;
const images = 40;
/** Item 40 is item 3 again; item 41 is item 4 with one pixel changed; items 60 to 79 are one image. */
const pixels = (() => {
  const random = seededRandom(5);
  const all = Uint8Array.from({ length: 2 * images * size }, () => Math.floor(256 * random.uniform()));
  const copy = (from: number, to: number) => all.copyWithin(to * size, from * size, (from + 1) * size);
  copy(3, 40);
  copy(4, 41);
  all[41 * size + 9] = ((all[41 * size + 9] ?? 0) + 30) % 256;
  for (let item = 61; item < 80; item++) copy(60, item);
  return all;
})();
const model = linearModel({ inputShape: [8, 8, 1], classes: 10 });

/** What the linear model says of each item, so that all of them are classified correctly. */
const labels = Uint8Array.from({ length: 2 * images }, (_, item) => {
  const logits = Array.from({ length: 10 }, (_unused, label) => {
    let sum = Math.sin(size * 10 + label);
    for (let at = 0; at < size; at++)
      sum += ((pixels[item * size + at] ?? 0) / 255) * Math.sin(at * 10 + label);
    return sum;
  });
  return logits.indexOf(Math.max(...logits));
});

let api: ApiBench;
let dataset: Launched;
let registered: Launched;

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '', FIDUCIAL_BACKEND: '' });
  await api.worker({ FIDUCIAL_LEASE_SECONDS: '30', FIDUCIAL_HEARTBEAT_SECONDS: '5' });
  const projectId = await createProject(api);
  const upload = (fileName: string, bytes: Uint8Array) => uploadFile(api, projectId, { fileName, bytes });
  const half = (of: Uint8Array, at: number) => of.slice((at * of.length) / 2, ((at + 1) * of.length) / 2);
  const idx = {
    trainImages: await upload('a', idxFile([images, 8, 8], half(pixels, 0))),
    trainLabels: await upload('b', idxFile([images], half(labels, 0))),
    testImages: await upload('c', idxFile([images, 8, 8], half(pixels, 1))),
    testLabels: await upload('d', idxFile([images], half(labels, 1))),
  };
  dataset = await launch(api, 'importDataset', { projectId, source: { idx } });
  registered = await launch(api, 'registerModel', {
    datasetId: dataset.id,
    modelJson: await upload('model.json', Buffer.from(JSON.stringify(model.json))),
    weights: [await upload('weights.bin', model.weights)],
  });
}, 60_000);
afterAll(() => api.close());

interface Audit {
  readonly limit: number;
  readonly count: number;
  readonly pairs: {
    part: string;
    against: string;
    images: number;
    others: number;
    originals: number;
    equal: number;
    near: number;
    undecided: number;
  }[];
  readonly leaks: {
    part: string;
    item: number;
    against: string;
    otherItem: number;
    kind: string;
    difference: number;
    image: { url: string };
    otherImage: { url: string };
  }[];
}

async function audited(more: Record<string, unknown>): Promise<Audit> {
  const sizes = { train: 10, validation: 5, test: 25 };
  const sample = await launch(api, 'drawSample', { modelId: registered.id, ...sizes, ...more });
  await finished(api, sample);
  const { node } = await api.ask<{ node: { leakage: Audit } }>(
    `query ($id: ID!) { node(id: $id) { ... on Sample { leakage { limit count
      pairs { part against images others originals equal near undecided }
      leaks { part item against otherItem kind difference image { url } otherImage { url } } } } } }`,
    { id: sample.id },
  );
  return node.leakage;
}

test('a sample says which of its images are in the training split or in two of its partitions', async () => {
  const { pairs, leaks, count } = await audited({});
  expect(pairs.map(({ part, against, images: of, others }) => [part, against, of, others])).toEqual([
    ['TRAIN', 'REFERENCE', 10, 40],
    ['VALIDATION', 'REFERENCE', 5, 40],
    ['VALIDATION', 'TRAIN', 5, 10],
    ['TEST', 'REFERENCE', 25, 40],
    ['TEST', 'TRAIN', 25, 10],
    ['TEST', 'VALIDATION', 25, 5],
  ]);
  const inReference = leaks.filter(({ against }) => against === 'REFERENCE');
  expect(inReference.map(({ item, otherItem, kind }) => [item, otherItem, kind])).toEqual([
    [40, 3, 'EQUAL'],
    [41, 4, 'NEAR'],
  ]);
  // One of 64 pixels by 30 of 255.
  expect(inReference[1]?.difference).toBeCloseTo(30 / 255 / 8, 5);
  // Of twenty copies of one image some are in one partition and some in another, whatever the seed.
  const between = leaks.filter(({ against }) => against !== 'REFERENCE');
  expect(between.length).toBeGreaterThan(0);
  for (const { item, otherItem, kind } of between) {
    expect(Math.min(item, otherItem)).toBeGreaterThanOrEqual(60);
    expect(kind).toBe('EQUAL');
  }
  expect(count).toBe(leaks.length);
  for (const url of [leaks[0]?.image.url, leaks[0]?.otherImage.url]) {
    const response = await fetch(`${api.address}${url}`);
    expect(response.headers.get('content-type')).toBe('image/png');
  }
});

test('a sample of the training split shares every original with it', async () => {
  const { pairs } = await audited({ splitName: 'train' });
  const inReference = pairs.filter(({ against }) => against === 'REFERENCE');
  for (const { images: of, originals, equal, near } of inReference)
    expect([originals, equal, near]).toEqual([of, 0, 0]);
});

interface Duplicates {
  readonly count: number;
  readonly pairs: Record<string, unknown>[];
  readonly found: { item: number; otherItem: number; equal: boolean; difference: number }[];
}

test('a data set says which of its images are there twice, between its splits and within each', async () => {
  await finished(api, dataset);
  const { node } = await api.ask<{ node: { commonItems: number; duplicates: Duplicates } }>(
    `query ($id: ID!) { node(id: $id) { ... on Dataset { commonItems duplicates { count
      pairs { split against images others equal near undecided } found { item otherItem equal difference } } } } }`,
    { id: dataset.id },
  );
  const { pairs, found, count } = node.duplicates;
  expect(node.commonItems).toBe(1);
  expect(pairs).toEqual([
    { split: 'train', against: 'train', images, others: images, equal: 0, near: 0, undecided: 0 },
    { split: 'test', against: 'train', images, others: images, equal: 1, near: 1, undecided: 0 },
    { split: 'test', against: 'test', images, others: images, equal: 19, near: 0, undecided: 0 },
  ]);
  expect(count).toBe(21);
  expect(found.slice(0, 2)).toMatchObject([
    { item: 40, otherItem: 3, equal: true, difference: 0 },
    { item: 61, otherItem: 60, equal: true, difference: 0 },
  ]);
  expect(found.at(-1)).toMatchObject({ item: 41, otherItem: 4, equal: false });
  expect(found.at(-1)?.difference).toBeCloseTo(30 / 255 / 8, 5);
});

test('images of a split are paged by their numbers, a class by itself, and a forged cursor is refused', async () => {
  const page = (args: string) =>
    api.ask<{
      node: {
        items: { edges: { node: { index: number; label: number } }[]; pageInfo: { endCursor: string } };
      };
    }>(
      `query ($id: ID!) { node(id: $id) { ... on Dataset {
        items(splitName: "test", ${args}) { edges { node { index label } } pageInfo { endCursor } } } } }`,
      { id: dataset.id },
    );
  const wanted = Array.from({ length: images }, (_, row) => images + row);
  const seen: number[] = [];
  for (let after = ''; ; ) {
    const { items } = (await page(`first: 15${after}`)).node;
    if (items.edges.length === 0) break;
    seen.push(...items.edges.map(({ node }) => node.index));
    after = `, after: "${items.pageInfo.endCursor}"`;
  }
  expect(seen).toEqual(wanted);
  const label = labels[60] ?? 0;
  const ofClass = (await page(`label: ${label}, first: 100`)).node.items.edges.map(({ node }) => node.index);
  expect(ofClass).toEqual(wanted.filter((item) => labels[item] === label));
  await expect(page('first: 5, after: "T0M6OTk="')).rejects.toThrow('expected a cursor');
});
