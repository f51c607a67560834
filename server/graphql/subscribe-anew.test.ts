import { GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { subscribeAnew } from './subscribe-anew';

let reads = 0;
const kept = new WeakMap<object, number>();
/** Read once for an answer, as by loaders. */
function readOnce(context: object): number {
  const value = kept.get(context) ?? ++reads;
  kept.set(context, value);
  return value;
}

let returned = false;
async function* events() {
  try {
    for (let tick = 0; ; tick++) yield { tick };
  } finally {
    returned = true;
  }
}

const tick = new GraphQLObjectType({
  name: 'Tick',
  fields: {
    first: { type: new GraphQLNonNull(GraphQLInt), resolve: (_, __, context) => readOnce(context) },
    second: { type: new GraphQLNonNull(GraphQLInt), resolve: (_, __, context) => readOnce(context) },
    viewer: { type: GraphQLInt, resolve: (_, __, { viewer }) => viewer },
  },
});
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { none: { type: GraphQLInt } } }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      ticks: { type: tick, subscribe: () => events(), resolve: (event) => event },
      refused: {
        type: tick,
        subscribe: () => {
          throw new Error('No such thing.');
        },
      },
    },
  }),
});

test('what is kept for one answer is read anew for the next, and ends with the subscription', async () => {
  const document = parse('subscription { ticks { first second viewer } }');
  const answers = await subscribeAnew({ schema, document, contextValue: { viewer: 7 } });
  if (!(Symbol.asyncIterator in answers)) throw new Error('expected a stream of answers');
  for (const read of [1, 2]) {
    const { value } = await answers.next();
    expect(value).toEqual({ data: { ticks: { first: read, second: read, viewer: 7 } } });
  }
  expect(await answers.return?.()).toEqual({ done: true, value: undefined });
  expect(returned).toBe(true);
  expect((await answers.next()).done).toBe(true);
});

test('a subscription that is refused is one answer with its errors', async () => {
  const answer = await subscribeAnew({ schema, document: parse('subscription { refused { first } }') });
  expect(answer).toMatchObject({ errors: [{ message: 'No such thing.' }] });
});
