import { expect, test } from 'vitest';
import { type Condition, clausesOf, filterOf, inWords, parseClauses, parseSort } from './run-conditions';

const conditions: Condition[] = [
  { on: 'metric', name: 'loss', of: 'MIN', sign: 'below', value: '0.5' },
  { on: 'metric', name: 'accuracy', of: 'LAST', sign: 'missing', value: '' },
  { on: 'parameter', name: 'optimizer.rate', sign: 'equals', value: '0.1' },
  { on: 'parameter', name: 'optimizer.name', sign: 'not', value: 'adam' },
  { on: 'tag', name: 'data', sign: 'contains', value: '10' },
  { on: 'tag', name: 'final', sign: 'there', value: '' },
];

test('conditions become a filter of the API, and such a filter becomes them again', () => {
  const filter = filterOf(conditions);
  expect(filter).toEqual({
    metrics: [
      { name: 'loss', of: 'MIN', is: { below: 0.5 } },
      { name: 'accuracy', of: 'LAST', missing: true },
    ],
    parameters: [
      { name: 'optimizer.rate', number: { equals: 0.1 } },
      { name: 'optimizer.name', text: { not: 'adam' } },
    ],
    tags: [{ key: 'data', value: { contains: '10' } }, { key: 'final' }],
  });
  expect(clausesOf(filter)).toEqual(conditions);
});

test('a group of which any must hold becomes a filter, and such a filter becomes it again', () => {
  const [loss, missing, rate] = conditions as [Condition, Condition, Condition];
  const clauses = [rate, { any: [loss, missing] }];
  const filter = filterOf(clauses);
  expect(filter).toEqual({
    parameters: [{ name: 'optimizer.rate', number: { equals: 0.1 } }],
    allOf: [
      {
        anyOf: [
          { metrics: [{ name: 'loss', of: 'MIN', is: { below: 0.5 } }] },
          { metrics: [{ name: 'accuracy', of: 'LAST', missing: true }] },
        ],
      },
    ],
  });
  expect(clausesOf(filter)).toEqual(clauses);
  expect(parseClauses(JSON.parse(JSON.stringify(clauses)))).toEqual(clauses);
  expect(inWords({ any: [loss, missing] })).toBe('least loss < 0.5 or last accuracy is missing');
});

test('an address may name no more conditions than make sense', () => {
  const any = Array.from({ length: 15 }, () => conditions[0]);
  const found = parseClauses([{ any }, { any }]);
  expect(found?.map((clause) => ('any' in clause ? clause.any.length : 1))).toEqual([15, 5]);
});

test('are said in words', () => {
  expect(conditions.map((condition) => inWords(condition))).toEqual([
    'least loss < 0.5',
    'last accuracy is missing',
    'optimizer.rate = 0.1',
    'optimizer.name ≠ adam',
    'data contains 10',
    'final is there',
  ]);
});

test.each([
  'x',
  null,
  [1],
  [{ on: 'metric', name: 'loss', sign: 'below', value: 'low' }],
  [{ on: 'metric', name: 'loss', sign: 'contains', value: '1' }],
  [{ on: 'run', name: 'loss', sign: 'below', value: '1' }],
  [{ on: 'tag', name: ' ', sign: 'there', value: '' }],
  [{ any: [] }],
  [{ any: [{ on: 'run' }] }],
])('an address that says %j has none', (value) => {
  expect(parseClauses(value)).toBeNull();
});

test('a sort from an address is one of those that there are, or none', () => {
  expect(parseSort({ metric: { name: 'loss', of: 'ODD' }, ascending: true })).toEqual({
    metric: { name: 'loss', of: 'LAST' },
    ascending: true,
  });
  expect(parseSort({ field: 'ODD' })).toBeNull();
  expect(parseSort(7)).toBeNull();
});
