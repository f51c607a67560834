import { z } from 'zod';

/** Where an input of a layer comes from: a layer, which of its calls, and which of that call's outputs. */
const origin = z.tuple([z.string(), z.number(), z.number()]).rest(z.unknown());

const placedLayer = z.looseObject({
  class_name: z.string(),
  name: z.string(),
  inbound_nodes: z.array(z.array(origin)),
});

/** Layers that have a first call by themselves: inputs, and models within the model. */
const called: readonly string[] = ['InputLayer', 'Functional', 'Model', 'Sequential'];

/**
 * What is wrong with the way from the inputs of a functional model through its layers, in words; undefined where each call of a
 * layer follows from calls before it. TF.js looks for such an order without end. Layers that do not say what leads to them are
 * those of a sequential model, whose order is that of the list.
 */
export function brokenOrder(layers: readonly unknown[]): string | undefined {
  // One that says nothing of itself must not hide the others.
  const placed = layers.flatMap((one) => placedLayer.safeParse(one).data ?? []);
  const calls = new Map(placed.map(({ name, class_name }) => [name, called.includes(class_name) ? 1 : 0]));
  const unknown = placed
    .flatMap(({ inbound_nodes }) => inbound_nodes.flat())
    .find(([from]) => !calls.has(from));
  if (unknown) return `expected a layer of the model, got ${JSON.stringify(unknown[0].slice(0, 100))}`;
  let waiting = placed.flatMap(({ name, inbound_nodes }) =>
    inbound_nodes.map((origins) => ({ name, origins })),
  );
  for (;;) {
    const left = waiting.filter(({ name, origins }) => {
      if (origins.some(([from, call]) => call >= (calls.get(from) ?? 0))) return true;
      calls.set(name, (calls.get(name) ?? 0) + 1);
      return false;
    });
    if (left.length === 0) return undefined;
    if (left.length === waiting.length) {
      const names = [...new Set(left.map(({ name }) => name))].slice(0, 5).join(', ');
      return `expected layers that follow from the inputs, got some that wait for each other: ${names.slice(0, 200)}`;
    }
    waiting = left;
  }
}
