import type { SweepCell } from '@fiducial/core/sweep';
import type { AttackSet } from '@fiducial/prisma/client';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import type { MadeSweep } from './load-sweep';

interface CellAuc {
  readonly attackSet: AttackSet;
  readonly validation: number | null;
  readonly test: number | null;
}

/** A cell with its AUCs. */
interface JudgedCell extends SweepCell {
  readonly validationMacroAuc: number | null;
  readonly testMacroAuc: number | null;
  readonly aucs: readonly CellAuc[];
}

const SweepCellAuc = builder.objectRef<CellAuc>('SweepCellAuc').implement({
  description:
    'A setting against one attack, over its successful adversarials, or against one control, over what it leaves correctly classified.',
  fields: (t) => ({
    attackSet: t.field({
      type: AttackSetObject,
      description: 'The attack or control.',
      resolve: ({ attackSet }) => attackSet,
    }),
    validation: t.exposeFloat('validation', {
      nullable: true,
      description: 'AUC on validation images; null where a group is empty.',
    }),
    test: t.exposeFloat('test', {
      nullable: true,
      description: 'AUC on test images; null where a group is empty.',
    }),
  }),
});

/** A setting of the kNN score without what was found of it, as the API describes it. */
export const SweepSettingObject = builder.objectRef<SweepCell>('SweepSetting').implement({
  description: 'A setting of the kNN score.',
  fields: (t) => ({
    layer: t.exposeString('layer', { description: 'Its layer.' }),
    preprocessing: t.exposeString('preprocessing', {
      description: 'What is done to features first: none, l2, pca or pcaWhitening.',
    }),
    weighting: t.exposeString('weighting', {
      description: 'What a neighbor counts: uniform, rank or distance.',
    }),
    k: t.exposeInt('k', { description: 'Number of neighbors.' }),
  }),
});

/** A setting of the kNN score that a sweep judged, as the API describes it. */
export const SweepCellObject = builder.objectRef<JudgedCell>('SweepCell').implement({
  description: 'A setting of the kNN score, judged on validation and on test images.',
  fields: (t) => ({
    layer: t.exposeString('layer', { description: 'Its layer.' }),
    preprocessing: t.exposeString('preprocessing', {
      description: 'What is done to features first: none, l2, pca or pcaWhitening.',
    }),
    weighting: t.exposeString('weighting', {
      description: 'What a neighbor counts: uniform, rank or distance.',
    }),
    k: t.exposeInt('k', { description: 'Number of neighbors.' }),
    validationMacroAuc: t.exposeFloat('validationMacroAuc', {
      nullable: true,
      description: 'Macro-AUC on validation images: what settings are chosen by.',
    }),
    testMacroAuc: t.exposeFloat('testMacroAuc', {
      nullable: true,
      description: 'Macro-AUC on test images: what is reported of a setting that was chosen on others.',
    }),
    aucs: t.field({
      type: [SweepCellAuc],
      description: 'Its AUC against each attack and control.',
      resolve: ({ aucs }) => [...aucs],
    }),
  }),
});

/** A cell with its AUCs; null for one that was not swept. */
export function judgedCell({ aucOf, sets }: MadeSweep, cell: SweepCell): JudgedCell | null {
  const validationMacroAuc = aucOf(cell, { partition: 'validation', column: 0 });
  const testMacroAuc = aucOf(cell, { partition: 'test', column: 0 });
  if (validationMacroAuc === undefined || testMacroAuc === undefined) return null;
  return {
    ...cell,
    ...{ validationMacroAuc, testMacroAuc },
    aucs: sets.map((attackSet, set) => ({
      attackSet,
      validation: aucOf(cell, { partition: 'validation', column: set + 1 }) ?? null,
      test: aucOf(cell, { partition: 'test', column: set + 1 }) ?? null,
    })),
  };
}
