import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import type { ContextOfResponse } from '../graphql/context';
import { NotFoundError } from '../user-error';
import { isUuid } from '../uuid';
import { pointsParquet } from './points-parquet';

/** Address of all points of a run, by the run's id in the database. */
export const pointsPath = (runId: string) => `/metrics/${runId}.parquet`;

/** All points of runs: `/metrics/RUN.parquet`, RUN being a run's id in the API; written while they are sent. */
export function pointsRoute(contextOf: ContextOfResponse): Router {
  const router = Router();
  router.get('/:runId.parquet', async (request, response) => {
    const { prisma, viewer } = await contextOf(response);
    const runId = keyOf(request.params.runId);
    const run = runId ? await prisma.run.findUnique({ where: { id: runId } }) : null;
    if (!run || !runId || !(await viewer.mayRead(run.projectId))) throw new NotFoundError('No such run.');
    response.set({
      'cache-control': 'private, no-cache',
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
    response.attachment(`metrics-${runId}.parquet`).type('application/vnd.apache.parquet');
    if (request.method === 'HEAD') response.end();
    else await pipeline(Readable.from(pointsParquet(prisma, runId), { objectMode: false }), response);
  });
  return router;
}

/** The key of a run, told by itself or within the id that the API gives; undefined for what is neither. */
function keyOf(told: string): string | undefined {
  if (isUuid(told)) return told;
  const [typename, key = ''] = Buffer.from(told, 'base64').toString().split(':');
  return typename === 'Run' && isUuid(key) ? key : undefined;
}
