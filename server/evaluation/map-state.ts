import { mapDistances } from '@fiducial/core/detectors';
import { stateFromBytes } from '@fiducial/formats/bundle';
import { z } from 'zod';
import { readParsed } from '../artifact/read-artifact';
import type { ApiContext } from '../graphql/context';
import type { LoadedEvaluation } from './load-evaluation';

/** What a fitted evolution map says of itself, and its arrays. */
export type MapState = Awaited<ReturnType<typeof readMapState>>;

/** The state of the evolution map that an evaluation judged. @throws {NotFoundError} before it is fitted */
export async function readMapState(context: ApiContext, { detector }: LoadedEvaluation) {
  const { text, arrays } = await readParsed(
    context,
    { runId: detector.runId, name: 'state' },
    stateFromBytes,
  );
  return { ...stateText.parse(JSON.parse(text.state ?? '{}')), arrays };
}

/** As `evolutionMap` of the core encodes it. */
const stateText = z.object({
  layers: z.array(z.string()),
  params: z.object({ distance: z.enum(mapDistances), representative: z.enum(['centroid', 'medoid']) }),
});
