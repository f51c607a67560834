import { detectors, learnsFromAttacks } from '@fiducial/core/detectors';
import type { AttackSet } from '@fiducial/prisma/client';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { detectorParams } from '../detector/fit-detector.task';
import { builder } from '../graphql/builder';
import { evaluationResults } from './evaluation-results';
import { EvaluationObject } from './evaluation-types';
import type { LoadedEvaluation } from './load-evaluation';

interface Cell {
  readonly attackSet: AttackSet;
  readonly auc: number | null;
  readonly aucLow: number | null;
  readonly aucHigh: number | null;
  readonly seen: boolean;
}

interface Row {
  readonly evaluation: LoadedEvaluation;
  readonly trainedOn: readonly AttackSet[];
  readonly cells: readonly Cell[];
}

const GeneralizationCell = builder.objectRef<Cell>('GeneralizationCell').implement({
  description: 'A detector against one attack.',
  fields: (t) => ({
    attackSet: t.field({
      type: AttackSetObject,
      description: 'The attack that it was judged on.',
      resolve: ({ attackSet }) => attackSet,
    }),
    auc: t.exposeFloat('auc', { nullable: true, description: 'AUC over successful adversarials.' }),
    aucLow: t.exposeFloat('aucLow', { nullable: true, description: 'Lower end of its 95 % interval.' }),
    aucHigh: t.exposeFloat('aucHigh', { nullable: true, description: 'Upper end of its 95 % interval.' }),
    seen: t.exposeBoolean('seen', {
      description:
        'Whether the detector learned from this method: such a number says nothing of new attacks.',
    }),
  }),
});

/** A row of the train-attack x test-attack matrix, as the API describes it. */
export const GeneralizationRow = builder.objectRef<Row>('GeneralizationRow').implement({
  description: 'What a detector learned from, and how it fares against each attack.',
  fields: (t) => ({
    evaluation: t.field({
      type: EvaluationObject,
      description: 'The evaluation.',
      resolve: ({ evaluation }) => evaluation,
    }),
    trainedOn: t.field({
      type: [AttackSetObject],
      description: 'Attack sets that the detector learned from; none for methods that do not learn.',
      resolve: ({ trainedOn }) => [...trainedOn],
    }),
    cells: t.field({
      type: [GeneralizationCell],
      description: 'Each attack that it was judged on, controls left out.',
      resolve: ({ cells }) => [...cells],
    }),
  }),
});

/** The train-attack x test-attack matrix of evaluations, a row each. */
export function generalizationRows(evaluations: readonly LoadedEvaluation[]): Row[] {
  return evaluations.map((evaluation) => {
    const { detector, attackSets, run } = evaluation;
    const method = detectors.find(({ id }) => id === detector.method);
    const given = detectorParams.safeParse(detector.run.params).data?.parameters ?? {};
    const learns = method ? learnsFromAttacks(method, given) : false;
    const trainedOn = learns ? detector.trainedOn.map(({ attackSet }) => attackSet) : [];
    const methods = new Set(trainedOn.map(({ attack }) => attack));
    const table = evaluationResults.safeParse(run.results).data?.table ?? [];
    const cells = attackSets.flatMap(({ attackSet }, set): Cell[] => {
      if (attackSet.control) return [];
      const row = table.find(
        (of) => of.kind === 'attack' && of.denominator === 'successful' && of.set === set,
      );
      const { auc = null, aucLow = null, aucHigh = null } = row ?? {};
      return [{ attackSet, auc, aucLow, aucHigh, seen: methods.has(attackSet.attack) }];
    });
    return { evaluation, trainedOn, cells };
  });
}
