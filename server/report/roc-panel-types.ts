import { DenominatorEnum } from '../evaluation/evaluation-enums';
import { inputsOf } from '../evaluation/load-evaluation';
import { type Curve, curveOf, RocCurveObject } from '../evaluation/roc-curve-types';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import type { SharedEvaluation } from '../public-link/shared-comparison';
import type { ReadBlock } from './block-reading';
import { blockObject, gapsWords } from './block-types';
import { PanelDetector } from './panel-detector-types';
import { RocAxisEnum } from './report-block-inputs';
import type { BlockOf } from './report-blocks';
import { deletedWords, shownEvaluations } from './shown-evaluations';

type Read = ReadBlock<BlockOf<'roc'>>;

interface Line {
  readonly shown: SharedEvaluation;
  readonly curve: Curve | null;
}

const RocLine = builder.objectRef<Line>('RocLine').implement({
  description: 'A detector in a panel of ROC curves.',
  fields: (t) => ({
    detector: t.field({ type: PanelDetector, description: 'The detector.', resolve: ({ shown }) => shown }),
    curve: t.field({
      type: RocCurveObject,
      nullable: true,
      description: 'Its curve; null where a group is empty, or it was not judged on the attack.',
      resolve: ({ curve }) => curve,
    }),
  }),
});

const RocPanel = blockObject('roc', 'ROC curves of detectors.');

builder.objectFields(RocPanel, (t) => ({
  over: t.field({
    type: DenominatorEnum,
    description: 'Which inputs they are over.',
    resolve: ({ block }) => block.over,
  }),
  attack: t.string({
    nullable: true,
    description: 'Name of the attack or control that they are over; null over all together.',
    resolve: async (read, _, context) => (await attackOf(read, context))?.name ?? null,
  }),
  axis: t.field({
    type: RocAxisEnum,
    description: 'Axes of false positive rates.',
    resolve: ({ block }) => block.axis,
  }),
  falsePositiveRate: t.float({
    nullable: true,
    description: 'False positive rate at which each detector is marked.',
    resolve: ({ block }) => block.falsePositiveRate,
  }),
  gaps: t.stringList({
    description: gapsWords,
    resolve: async (read, _, context) => [
      ...(await shownEvaluations(read, context)).gaps,
      ...deletedWords((await isAttackGone(read, context)) ? 1 : 0, 'attack set'),
    ],
  }),
  lines: t.field({ type: [RocLine], description: 'Its detectors, in order.', resolve: linesOf }),
}));

async function attackOf({ block: { attackSetId }, projectId }: Read, { prisma }: ApiContext) {
  if (attackSetId === null) return null;
  return prisma.attackSet.findFirst({ where: { id: attackSetId, projectId }, select: { name: true } });
}

async function isAttackGone(read: Read, context: ApiContext): Promise<boolean> {
  return read.block.attackSetId !== null && (await attackOf(read, context)) === null;
}

async function linesOf(read: Read, _: unknown, context: ApiContext): Promise<Line[]> {
  if (await isAttackGone(read, context)) return [];
  const { things } = await shownEvaluations(read, context);
  const { over, attackSetId } = read.block;
  return Promise.all(
    things.map(async (shown): Promise<Line> => {
      const { evaluation } = shown;
      const judged =
        attackSetId === null || evaluation.attackSets.some((set) => set.attackSetId === attackSetId);
      if (!judged) return { shown, curve: null };
      const choice = { denominator: over, attackSetId: attackSetId ?? undefined, epsilonIndex: undefined };
      return { shown, curve: curveOf(evaluation, await inputsOf(context, evaluation), choice) };
    }),
  );
}
