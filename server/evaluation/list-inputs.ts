import { inputGroups } from '@fiducial/core/metrics';
import { resolveOffsetConnection } from '@pothos/plugin-relay';
import { builder } from '../graphql/builder';
import { InputGroupEnum, InputOrderEnum } from './evaluation-enums';
import { InputObject } from './input-types';
import { evaluationInclude, inputsOf } from './load-evaluation';
import { placeOf } from './place-of';

builder.prismaObjectField('Evaluation', 'inputs', (t) =>
  t.connection(
    {
      type: InputObject,
      description: 'Its inputs, of one group or attack if asked, detected or missed at a threshold.',
      args: {
        group: t.arg({ type: InputGroupEnum, description: 'Only this group.' }),
        attackSetId: t.arg.globalID({ description: 'Only of this attack or control.' }),
        successful: t.arg.boolean({ description: 'Only where the attack succeeded, or did not.' }),
        detected: t.arg.boolean({ description: 'Only those above the threshold, or not above it.' }),
        threshold: t.arg.float({ description: 'The threshold; the detector’s own when none is given.' }),
        orderBy: t.arg({ type: InputOrderEnum, defaultValue: 'index', description: 'In which order.' }),
      },
      select: evaluationInclude,
      resolve: async (
        evaluation,
        { group, attackSetId, successful, detected, threshold, orderBy, ...args },
        context,
      ) => {
        const inputs = await inputsOf(context, evaluation);
        const limitScore = threshold ?? evaluation.detector.threshold ?? Number.POSITIVE_INFINITY;
        const set = attackSetId ? placeOf(evaluation.attackSets, attackSetId.id) : null;
        const score = (at: number) => inputs.score[at] ?? 0;
        const rows = [...inputs.score.keys()].filter(
          (at) =>
            (!group || inputGroups[inputs.group[at] ?? 0] === group) &&
            (set === null || inputs.set[at] === set) &&
            (typeof successful !== 'boolean' || (inputs.success[at] === 1) === successful) &&
            (typeof detected !== 'boolean' || score(at) > limitScore === detected),
        );
        // Sorting is stable: ties stay in the order of their numbers.
        if (orderBy === 'scoreDescending') rows.sort((a, b) => score(b) - score(a));
        if (orderBy === 'scoreAscending') rows.sort((a, b) => score(a) - score(b));
        const page = await resolveOffsetConnection(
          { args, maxSize: 100, totalCount: rows.length },
          ({ offset, limit }) =>
            rows.slice(offset, offset + limit).map((index) => ({ evaluation, index, inputs })),
        );
        return { ...page, totalCount: rows.length };
      },
    },
    {
      fields: (f) => ({
        totalCount: f.exposeInt('totalCount', { description: 'Inputs that the arguments leave.' }),
      }),
    },
  ),
);
