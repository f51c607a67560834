import type { Prisma } from '@fiducial/prisma/client';
import { z } from 'zod';
import { figuresOfAdaptiveAttack } from '../adaptive-attack/adaptive-figures';
import { figuresOfAttack } from '../attack-set/attack-figures';
import { loggedKind } from '../logged-run/logged-run';
import { defineRunKind, type RunKind } from './run-kind';

const json = z.custom<Prisma.InputJsonValue>((value) => value !== null && value !== undefined);

const importDataset = defineRunKind({
  kind: 'importDataset',
  title: 'Import data set',
  results: z.object({
    inputShape: z.array(z.int()).length(3),
    classNames: z.array(z.string()),
    splits: z.array(
      z.object({
        name: z.string(),
        firstItem: z.int(),
        count: z.int(),
        digest: z.string(),
        classCounts: z.array(z.int()),
      }),
    ),
  }),
  complete: async (tx, run, { inputShape, classNames, splits }) => {
    const [dataset] = await tx.dataset.updateManyAndReturn({
      where: { runId: run.id },
      data: { inputShape, classNames },
      select: { id: true },
    });
    if (!dataset) return;
    await tx.split.createMany({ data: splits.map((split) => ({ ...split, datasetId: dataset.id })) });
  },
});

const makesModel = (kind: string, title: string) =>
  defineRunKind({
    kind,
    title,
    results: z.object({
      layers: json,
      bounds: z.array(z.number()).length(2),
      taps: z.array(z.string()),
      cleanAccuracy: z.number(),
    }),
    complete: async (tx, run, data) => {
      await tx.model.updateMany({ where: { runId: run.id }, data });
    },
    figures: ({ cleanAccuracy }) => [{ name: 'cleanAccuracy', value: cleanAccuracy, goal: 'MAXIMIZE' }],
  });

const drawSample = defineRunKind({
  kind: 'drawSample',
  title: 'Draw sample',
  results: z.object({ errorCount: z.int() }),
  complete: async (tx, run, data) => {
    await tx.sample.updateMany({ where: { runId: run.id }, data });
  },
});

const attack = defineRunKind({
  kind: 'attack',
  title: 'Attack',
  results: z.object({ outcomes: json, flags: json }),
  complete: async (tx, run, data) => {
    await tx.attackSet.updateMany({ where: { runId: run.id }, data });
  },
  figures: ({ outcomes }) => figuresOfAttack(outcomes),
});

const attackDetector = defineRunKind({
  kind: 'attackDetector',
  title: 'Attack detector',
  results: z.object({ outcomes: json, flags: json, verdict: json }),
  complete: async (tx, run, data) => {
    await tx.attackSet.updateMany({ where: { runId: run.id }, data });
  },
  figures: ({ outcomes, verdict }) => [...figuresOfAttack(outcomes), ...figuresOfAdaptiveAttack(verdict)],
});

const buildReferenceSet = defineRunKind({
  kind: 'buildReferenceSet',
  title: 'Build reference set',
  results: z.object({ count: z.int() }),
  complete: async (tx, run, data) => {
    await tx.referenceSet.updateMany({ where: { runId: run.id }, data });
  },
});

const fitDetector = defineRunKind({
  kind: 'fitDetector',
  title: 'Fit detector',
  results: z.object({ threshold: z.number() }),
  complete: async (tx, run, data) => {
    await tx.detector.updateMany({ where: { runId: run.id }, data });
  },
});

const evaluate = defineRunKind({
  kind: 'evaluate',
  title: 'Evaluate detector',
  results: z.object({
    macro: z.object({
      auc: z.number().nullable(),
      aucLow: z.number().nullable(),
      aucHigh: z.number().nullable(),
      eer: z.number().nullable(),
      tprAt5Fpr: z.number().nullable(),
    }),
    inputsDigest: z.string(),
    millisecondsPerInput: z.number(),
  }),
  complete: async (tx, run, { macro, inputsDigest }) => {
    await tx.evaluation.updateMany({
      where: { runId: run.id },
      data: { macroAuc: macro.auc, macroAucLow: macro.aucLow, macroAucHigh: macro.aucHigh, inputsDigest },
    });
  },
  figures: ({ macro, millisecondsPerInput }) => [
    { name: 'macroAuc', value: macro.auc, goal: 'MAXIMIZE' },
    { name: 'macroEer', value: macro.eer, goal: 'MINIMIZE' },
    { name: 'macroTprAt5Fpr', value: macro.tprAt5Fpr, goal: 'MAXIMIZE' },
    { name: 'millisecondsPerInput', value: millisecondsPerInput, goal: 'MINIMIZE' },
  ],
});

const makesLayerSweep = (kind: string, title: string) =>
  defineRunKind({
    kind,
    title,
    results: z.object({ macroAuc: z.number().nullable() }),
    complete: async (tx, run, data) => {
      await tx.layerSweep.updateMany({ where: { runId: run.id }, data });
    },
    figures: ({ macroAuc }) => [{ name: 'macroAuc', value: macroAuc, goal: 'MAXIMIZE' }],
  });

const logged = defineRunKind({
  kind: loggedKind,
  title: 'Logged run',
  results: z.unknown(),
  complete: async () => undefined,
});

const runKinds: ReadonlyMap<string, RunKind> = new Map(
  [
    importDataset,
    makesModel('trainModel', 'Train model'),
    makesModel('registerModel', 'Register model'),
    drawSample,
    attack,
    buildReferenceSet,
    fitDetector,
    evaluate,
    makesLayerSweep('sweepLayers', 'Sweep layers'),
    makesLayerSweep('recountLayers', 'Sweep other k'),
    attackDetector,
    logged,
  ].map((runKind) => [runKind.kind, runKind]),
);

/** The kind of run with that name; undefined for one that makes no thing. */
export function findRunKind(kind: string): RunKind | undefined {
  return runKinds.get(kind);
}

/** What people call a kind of run. */
export function kindTitle(kind: string): string {
  return findRunKind(kind)?.title ?? kind;
}
