import type { ApiContext } from '../graphql/context';
import { findLoggedRun } from './logged-run';

/** Deletes a logged run with its curves, parameters, tags and names of files. Returns its id. */
export async function deleteLoggedRun(context: ApiContext, runId: string): Promise<string> {
  const { id } = await findLoggedRun(context, runId);
  // The rows of curves hold thousands of points each: five million points are some hundreds of rows.
  await context.prisma.run.deleteMany({ where: { id } });
  return id;
}
