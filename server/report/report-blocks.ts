import { denominators } from '@fiducial/core/metrics';
import { z } from 'zod';

/** Most blocks of a report. */
export const mostBlocks = 60;
/** Most characters of one text. */
export const mostTextCharacters = 50_000;
/** Most characters of all texts of a report together. */
export const mostCharacters = 100_000;
/** Most evaluations of one panel: of more, neither lines nor columns are told apart. */
export const mostPanelEvaluations = 20;
/** Most runs whose curves one panel shows. */
export const mostPanelRuns = 10;
/** Most attacked images of one figure. */
export const mostFigureImages = 12;
/** Most neighbors that the panel of an input shows. */
export const mostPanelNeighbors = 24;

/** On which axes of false positive rates curves are drawn. */
export const rocAxes = ['LINEAR', 'LOG', 'BOTH'] as const;
/** What a table of results has in its cells. */
export const resultCells = ['AUC', 'EER', 'TPR_AT_1_FPR', 'TPR_AT_5_FPR', 'ALL'] as const;

const id = z.uuid();
const caption = z
  .string()
  .trim()
  .max(1000)
  .nullish()
  .transform((text) => text || null);
const rate = z
  .number()
  .gt(0)
  .lt(1)
  .nullish()
  .transform((value) => value ?? null);
const distinct = (most: number) =>
  z
    .array(id)
    .transform((ids) => [...new Set(ids)])
    .pipe(z.array(id).min(1).max(most));
const evaluationIds = distinct(mostPanelEvaluations);
const over = z
  .enum(denominators)
  .nullish()
  .transform((chosen) => chosen ?? 'successful');
const choice = <Values extends readonly [string, ...string[]]>(values: Values, otherwise: Values[number]) =>
  z
    .enum(values)
    .nullish()
    .transform((chosen): Values[number] => chosen ?? otherwise);
const whole = (least: number, most: number, otherwise: number) =>
  z
    .int()
    .min(least)
    .max(most)
    .nullish()
    .transform((value) => value ?? otherwise);

/**
 * A block of a report as it is stored: text, or a panel that says what it shows. Nothing of what it shows is stored: a panel
 * is live. Ids are those of rows.
 */
export const reportBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), markdown: z.string().max(mostTextCharacters) }),
  z.object({
    kind: z.literal('results'),
    evaluationIds,
    over,
    cells: choice(resultCells, 'AUC'),
    caption,
  }),
  z.object({
    kind: z.literal('roc'),
    evaluationIds,
    over,
    /** Over this attack alone; null is over all together. */
    attackSetId: id.nullish().transform((set) => set ?? null),
    axis: choice(rocAxes, 'BOTH'),
    /** Where the operating points are marked; null marks none. */
    falsePositiveRate: rate,
    caption,
  }),
  z.object({ kind: z.literal('scores'), evaluationIds, falsePositiveRate: rate, caption }),
  z.object({
    kind: z.literal('metric'),
    runIds: distinct(mostPanelRuns),
    name: z.string().min(1).max(500),
    caption,
  }),
  z.object({
    kind: z.literal('figure'),
    attackSetId: id,
    epsilonIndex: whole(0, 1000, 0),
    /** How many images, and how many of those that could be shown are passed over before. */
    count: whole(1, mostFigureImages, 4),
    skip: whole(0, 1_000_000, 0),
    caption,
  }),
  z.object({
    kind: z.literal('input'),
    evaluationId: id,
    index: z.int().min(0),
    neighbors: whole(0, mostPanelNeighbors, 12),
    map: z
      .boolean()
      .nullish()
      .transform((shown) => shown ?? true),
    caption,
  }),
]);

/** A block as it is stored. */
export type ReportBlock = z.output<typeof reportBlock>;
/** What a block is. */
export type BlockKind = ReportBlock['kind'];
/** A block of one kind. */
export type BlockOf<Kind extends BlockKind> = Extract<ReportBlock, { kind: Kind }>;

const storedBlocks = z.array(reportBlock);

/** The blocks of a row, which nothing but this schema writes. */
export const readBlocks = (stored: unknown): ReportBlock[] => storedBlocks.parse(stored);
