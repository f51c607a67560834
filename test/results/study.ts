import { z } from 'zod';

const figure = z.number().nullable();

/** What came of one attack set in a study; see `attackOutcome` of the server. */
const attackSet = z.object({
  name: z.string(),
  attack: z.string(),
  control: z.boolean(),
  outcomes: z
    .array(
      z.object({
        epsilon: figure,
        attacked: z.int(),
        successful: z.int(),
        medianL2: figure,
        medianLinf: figure,
        noiseSuccessful: figure,
        forwardQueries: z.int(),
        backwardQueries: z.int(),
      }),
    )
    .nullable(),
  flags: z.array(z.object({ code: z.string(), message: z.string(), epsilon: figure })).nullable(),
});
/** What came of one attack set in a study. */
export type StudiedAttack = z.output<typeof attackSet>;

const evaluation = z.object({
  detector: z.string(),
  method: z.string(),
  seed: z.int(),
  trainedOn: z.array(z.string()),
  millisecondsPerInput: z.number(),
  macro: z.object({ auc: figure, aucLow: figure, aucHigh: figure, eer: figure }),
  attacks: z.array(
    z.object({
      name: z.string(),
      control: z.boolean(),
      auc: figure,
      aucLow: figure,
      aucHigh: figure,
      tprAt5Fpr: figure,
      nNegative: z.int(),
      nPositive: z.int(),
    }),
  ),
});
/** One detector judged in a study. */
export type StudiedDetector = z.output<typeof evaluation>;

const layerSweep = z.object({
  name: z.string(),
  ks: z.array(z.int()),
  chosen: z.array(
    z.object({
      layer: z.string(),
      preprocessing: z.string(),
      weighting: z.string(),
      k: z.int(),
      macroAuc: figure,
      attacks: z.array(z.object({ name: z.string(), control: z.boolean(), auc: figure })),
    }),
  ),
  curves: z.array(z.object({ layer: z.string(), weighting: z.string(), aucs: z.array(figure) })),
  disturbances: z.array(z.object({ attack: z.string(), layer: z.string(), successful: figure, all: figure })),
});
/** Every setting of the kNN score, in a study. */
export type StudiedSweep = z.output<typeof layerSweep>;

const threats = z.object({
  detector: z.string(),
  attacks: z.array(
    z.object({
      name: z.string(),
      level: z.enum(['ZERO', 'LIMITED', 'PERFECT']),
      norm: z.string(),
      budgets: z.array(
        z.object({
          epsilon: figure,
          attacked: z.int(),
          successful: z.int(),
          /** At 5 % and at 1 % false positives. */
          evasions: z.array(z.object({ evaded: z.int(), meanL2: figure, meanLinf: figure })),
        }),
      ),
      checks: z.array(z.object({ check: z.string(), passed: z.boolean().nullable(), reason: z.string() })),
    }),
  ),
});
/** What got past one detector in a study. */
export type StudiedThreats = z.output<typeof threats>;

/** A protocol's figures beside the published ones, as `npm start -- --demo-only --json --protocol` prints them. */
const besidePublished = z.object({
  protocol: z.string(),
  title: z.string(),
  source: z.string(),
  measure: z.string(),
  columns: z.array(z.string()),
  rows: z.array(
    z.object({
      detector: z.string(),
      ours: z.array(figure),
      publishedLabel: z.string().nullable(),
      published: z.array(figure),
    }),
  ),
  departures: z.array(z.string()),
  publishedNote: z.string(),
});

/** What is kept of the report that `npm start -- --demo-only --json` prints; fields that are not named here are dropped. */
export const study = z.object({
  variant: z.string().nullable(),
  seeds: z.array(z.int()),
  seconds: figure,
  backend: z.object({ name: z.string(), version: z.string(), tensorflowVersion: z.string().nullish() }),
  versions: z.object({ fiducial: z.string(), node: z.string(), platform: z.string() }),
  dataset: z.object({
    name: z.string(),
    splits: z.array(z.object({ name: z.string(), count: z.int(), digest: z.string() })),
  }),
  models: z.array(z.object({ name: z.string(), cleanAccuracy: figure })),
  attackSets: z.array(attackSet),
  evaluations: z.array(evaluation),
  layerSweeps: z.array(layerSweep).default([]),
  threats: z.array(threats).default([]),
  besidePublished: besidePublished.nullable(),
});
/** A study of `docs/results`. */
export type Study = z.output<typeof study>;
/** A study with how it was run. */
export interface RecordedStudy {
  readonly name: string;
  /** The command without folders of the machine. */
  readonly command: string;
  readonly date: string;
  readonly study: Study;
}
