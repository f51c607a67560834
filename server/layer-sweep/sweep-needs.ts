import type { z } from 'zod';
import { attackSetRoles, bytesOf, type KnownRun, type Need, processPart } from '../estimate/need';
import type { sweepParams } from './sweep-layers.task';

/** What a sweep needs: reference and query features of all layers, one layer preprocessed and searched, its lists. */
export function sweepNeed({ params, inputs }: KnownRun<z.output<typeof sweepParams>>): Need {
  const { layers, preprocessings, lastK } = params;
  const perLayer = layers.map((layer) => bytesOf(inputs, 'referenceSet', `features/${layer}/`));
  const reference = perLayer.reduce((sum, bytes) => sum + bytes, 0);
  const largest = Math.max(0, ...perLayer);
  const rows = bytesOf(inputs, 'referenceSet', 'labels') / 4;
  const roles = attackSetRoles(inputs);
  const features = layers.flatMap((layer) => [`features/${layer}`, `errors/features/${layer}`]);
  const queries = ['sample', ...roles].reduce((sum, role) => sum + bytesOf(inputs, role, ...features), 0);
  const queryRows =
    bytesOf(inputs, 'sample', 'items') / 4 +
    roles.reduce((sum, role) => sum + bytesOf(inputs, role, 'success'), 0);
  return {
    parts: [
      processPart('backend'),
      { what: `reference features of ${layers.length} layers`, bytes: reference, field: 'layers' },
      {
        what: 'one layer, preprocessed and searched',
        bytes: 6 * largest + 3 * 4 * 256 * rows,
        field: 'layers',
      },
      { what: 'features of the sample and the attack sets', bytes: 2 * queries, field: 'attackSetIds' },
      { what: 'neighbor lists of one layer', bytes: 3 * 8 * queryRows * lastK, field: 'lastK' },
    ],
    work: preprocessings.length * queryRows * (reference + layers.length * lastK * 3000),
    workPerSecond: 8e9,
    like: 'sweep',
  };
}

/** What counting other k needs: the lists of one layer at a time. */
export function recountNeed({ params, inputs }: KnownRun<{ lastK: number }>): Need {
  const lists = Object.values(inputs.layerSweep?.artifacts ?? {}).map(({ bytes }) => bytes);
  const all = lists.reduce((sum, bytes) => sum + bytes, 0);
  return {
    parts: [
      processPart('plain'),
      {
        what: 'neighbor lists of one layer, and what is counted',
        bytes: 4 * Math.max(0, ...lists),
        field: 'lastK',
      },
    ],
    work: all * Math.max(1, params.lastK),
    workPerSecond: 20e9,
    like: 'recount',
  };
}
