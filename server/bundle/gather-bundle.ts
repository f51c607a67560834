import { detectors } from '@fiducial/core/detectors';
import { mostZipBytes } from '@fiducial/formats';
import { type BundleManifest, bundleFormat, bundleVersion, memberPaths } from '@fiducial/formats/bundle';
import type { Prisma } from '@fiducial/prisma/client';
import { z } from 'zod';
import { layersRead } from '../detector/find-detector';
import { detectorParams, detectorResults } from '../detector/fit-detector.task';
import { evaluateTask } from '../evaluation/evaluate.task';
import { modelResults } from '../model/measure-model';
import { referenceSetResults } from '../reference-set/build-reference-set.task';

const run = { include: { artifacts: { include: { artifact: true } } } } as const;

/** What must be loaded of a detector before its bundle can be described. */
export const bundleInclude = {
  run,
  model: { include: { run, dataset: true } },
  referenceSet: { include: { run } },
  sample: true,
} as const satisfies Prisma.DetectorInclude;

type LoadedDetector = Prisma.DetectorGetPayload<{ include: typeof bundleInclude }>;
type LoadedRun = LoadedDetector['run'];

/** A file of a bundle, and the artifact that it is. */
export interface BundleMember {
  readonly path: string;
  readonly digest: string;
  readonly bytes: number;
}

/** A bundle that is ready to be written. */
export interface GatheredBundle {
  readonly manifest: BundleManifest;
  readonly members: readonly BundleMember[];
  /** Bytes of all members. */
  readonly bytes: number;
}

/** Room for the manifest and the archive's own records. */
const overheadBytes = 16e6;

const recordedBackend = z.object({
  name: z.string(),
  version: z.string(),
  tensorflowVersion: z.string().nullable(),
});
const recordedVersions = z.object({ fiducial: z.string() });

/**
 * What goes into a detector's bundle; null before it is fitted, when its method is not at hand, when nobody
 * recorded which version of the code fitted it, and when it would be larger than an archive can be.
 */
export function gatherBundle(detector: LoadedDetector): GatheredBundle | null {
  const method = detectors.find(({ id }) => id === detector.method);
  const { finishedAt, status, seed, taskVersion } = detector.run;
  if (!method || status !== 'SUCCEEDED' || !finishedAt || taskVersion === null) return null;
  const results = detectorResults.safeParse(detector.run.results).data;
  const params = detectorParams.safeParse(detector.run.params).data;
  const model = modelResults.safeParse(detector.model.run.results).data;
  const backend = recordedBackend.safeParse(detector.run.backend).data;
  const versions = recordedVersions.safeParse(detector.run.versions).data;
  if (!results || !params || !model || !backend || !versions) return null;
  const taps = layersRead(method, params.parameters, detector.referenceSet.layers);
  const looked = method.needs.lookup ? referenceMembers(detector.referenceSet.run, taps) : null;
  const members = [
    memberOf(detector.model.run, 'model.json', memberPaths.model),
    memberOf(detector.model.run, 'weights.bin', memberPaths.weights),
    memberOf(detector.run, 'state', memberPaths.state),
    ...(looked?.members ?? []),
  ];
  const bytes = members.reduce((sum, member) => sum + member.bytes, 0);
  if (bytes + overheadBytes > mostZipBytes) return null;
  const { dataset } = detector.model;
  return {
    manifest: {
      format: bundleFormat,
      version: bundleVersion,
      name: detector.name,
      fittedAt: finishedAt.toISOString(),
      fiducial: versions.fiducial,
      backend,
      method: {
        id: method.id,
        title: method.title,
        source: method.source,
        fitVersion: taskVersion,
        scoreVersion: evaluateTask.version,
        parameters: params.parameters,
        seed,
      },
      model: {
        name: detector.model.name,
        inputShape: model.inputShape,
        bounds: model.bounds,
        classNames: dataset.classNames,
        taps: [...taps],
        madeBy: codeOf(detector.model.run),
      },
      threshold: results.threshold,
      thresholds: results.thresholds,
      thresholdsSetOn: {
        dataset: dataset.name,
        split: detector.sample.splitName,
        sample: detector.sample.name,
        partition: results.thresholdSetOn,
        authenticImages: results.thresholdImages,
      },
      reference: looked?.described ?? null,
      members: Object.fromEntries(
        members.map(({ path, digest, bytes: of }) => [path, { sha256: digest, bytes: of }]),
      ),
    },
    members,
    bytes,
  };
}

/** Rows and labels that a method looks up. Layers have numbers in paths: their names may be no names of files. */
function referenceMembers(from: LoadedRun, taps: readonly string[]) {
  const { count, layers } = referenceSetResults.parse(from.results);
  const members = [memberOf(from, 'labels', memberPaths.labels)];
  const described = taps.map((layer, at) => {
    const names = from.artifacts.filter(({ name }) => name.startsWith(`features/${layer}/`));
    const chunks = names.map((_, chunk) =>
      memberOf(from, `features/${layer}/${chunk}`, `reference/${at}/${chunk}.npy`),
    );
    members.push(...chunks);
    const dimensions = layers.find((entry) => entry.layer === layer)?.dimensions ?? 0;
    return { layer, dimensions, chunks: chunks.map(({ path }) => path) };
  });
  return { members, described: { rows: count, madeBy: codeOf(from), layers: described } };
}

function codeOf({ kind, taskVersion }: LoadedRun) {
  return { kind, version: taskVersion };
}

function memberOf({ artifacts }: LoadedRun, name: string, path: string): BundleMember {
  const found = artifacts.find((entry) => entry.name === name);
  if (!found) throw new Error(`artifact ${name}: expected one of the run, got none`);
  return { path, digest: found.digest, bytes: Number(found.artifact.bytes) };
}
