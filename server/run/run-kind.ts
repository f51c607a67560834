import type { Run, Transaction } from '@fiducial/prisma/client';
import type { z } from 'zod';

/** What happens in the database when a run of one kind succeeds. */
export interface RunKind {
  readonly kind: string;
  /** Copies from the run's results into the row of the thing it made, as part of the transaction that ends the run. */
  readonly complete: (tx: Transaction, run: Run, results: unknown) => Promise<void>;
}

/** Declares a kind of run; `results` names what `complete` reads of the task's results. */
export function defineRunKind<Results extends z.ZodType>({
  kind,
  results: schema,
  complete,
}: {
  kind: string;
  results: Results;
  complete: (tx: Transaction, run: Run, results: z.output<Results>) => Promise<void>;
}): RunKind {
  return { kind, complete: (tx, run, results) => complete(tx, run, schema.parse(results)) };
}
