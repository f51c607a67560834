import type { Prisma } from '@fiducial/prisma/client';
import type { ArtifactStore } from '../artifact/store';
import { bundleInclude, type GatheredBundle, gatherBundle } from '../bundle/gather-bundle';
import { env } from '../env';
import { evaluationInclude, type LoadedEvaluation } from '../evaluation/load-evaluation';
import type { ApiContext } from '../graphql/context';
import { found } from '../launch/find-things';
import { type AskedDetector, filesShare, type LentFile } from '../scorer/scorer-messages';
import { InvalidInputError, LimitError } from '../user-error';

/** Most detectors that one image is shown to: as many as the page of an input has. */
export const mostDetectors = 12;

const include = {
  ...bundleInclude,
  referenceSet: { include: { run: bundleInclude.run } },
  model: { include: { run: bundleInclude.run, dataset: { include: { splits: true } } } },
} as const satisfies Prisma.DetectorInclude;

/** A detector with all that its answers refer to. */
export interface TriedDetector {
  readonly detector: Prisma.DetectorGetPayload<{ include: typeof include }>;
  readonly bundle: GatheredBundle;
  /** The newest evaluation, whose authentic inputs a score is compared with. */
  readonly evaluation: LoadedEvaluation | null;
}

/**
 * Detectors of the viewer's that watch one model, in the order of their ids.
 *
 * @throws {NotFoundError} @throws {ForbiddenError}
 * @throws {InvalidInputError} for none, for one that is not fitted, and for those of different models
 * @throws {LimitError} for more than can be held in memory
 */
export async function findTriedDetectors(
  { prisma, viewer }: ApiContext,
  ids: readonly string[],
): Promise<TriedDetector[]> {
  const field = 'detectorIds';
  const asked = [...new Set(ids)];
  if (asked.length < 1 || asked.length > mostDetectors)
    throw new InvalidInputError(`${field}: expected 1 to ${mostDetectors}, got ${asked.length}`, { field });
  const rows = await found({ viewer }, 'detector', async (project) => {
    const there = await prisma.detector.findMany({ where: { id: { in: asked }, project }, include });
    return there.length === asked.length ? new Map(there.map((row) => [row.id, row])) : null;
  });
  const tried = [];
  for (const id of asked) {
    const detector = rows.get(id);
    const bundle = detector && gatherBundle(detector);
    if (!bundle)
      throw new InvalidInputError(
        `${field}: expected detectors that are fitted, got ${detector?.name}: wait for its run, or fit it again`,
        { field },
      );
    const evaluation = await prisma.evaluation.findFirst({
      where: { detectorId: id, run: { status: 'SUCCEEDED' }, project: viewer.projects },
      include: evaluationInclude,
      orderBy: { id: 'desc' },
    });
    tried.push({ detector, bundle, evaluation });
  }
  if (new Set(tried.map(({ detector: { modelId } }) => modelId)).size > 1)
    throw new InvalidInputError(`${field}: expected detectors of one model, got those of several`, { field });
  checkRoom(tried);
  return tried;
}

function checkRoom(tried: readonly TriedDetector[]): void {
  const bytes = tried.reduce((sum, { bundle }) => sum + bundle.bytes, 0);
  const most = env.scorer.memoryBytes * filesShare;
  if (bytes > most)
    throw new LimitError(
      `detectorIds: expected at most ${Math.round(most / 1e6)} MB of reference rows, got ${Math.round(bytes / 1e6)} MB: ask fewer at once`,
    );
}

/**
 * Detectors as the scorer is told of them. Files of those that it has not loaded lie on this machine as long as the folder
 * `holder`.
 */
export async function askedDetectors(
  store: ArtifactStore,
  { tried, loaded, holder }: { tried: readonly TriedDetector[]; loaded: ReadonlySet<string>; holder: string },
): Promise<AskedDetector[]> {
  const asked: AskedDetector[] = [];
  for (const { detector, bundle } of tried) {
    const files = loaded.has(detector.runId) ? null : await lend(store, bundle, holder);
    asked.push({ key: detector.runId, manifest: bundle.manifest, files });
  }
  return asked;
}

async function lend(store: ArtifactStore, { members }: GatheredBundle, holder: string) {
  const files: Record<string, LentFile> = {};
  for (const { path, digest, bytes } of members)
    files[path] = { file: await store.lend({ digest, bytes }, holder), digest, bytes };
  return files;
}
