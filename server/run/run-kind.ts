import type { Run, Transaction } from '@fiducial/prisma/client';
import type { z } from 'zod';

/** A kind of run: its name for people, and what happens in the database when it succeeds. */
export interface RunKind {
  readonly kind: string;
  /** What people call it. */
  readonly title: string;
  /** Copies from the run's results into the row of the thing it made, as part of the transaction that ends the run. */
  readonly complete: (tx: Transaction, run: Run, results: unknown) => Promise<void>;
}

/** Declares a kind of run; `results` names what `complete` reads of the task's results. */
export function defineRunKind<Results extends z.ZodType>({
  kind,
  title,
  results: schema,
  complete,
}: {
  kind: string;
  title: string;
  results: Results;
  complete: (tx: Transaction, run: Run, results: z.output<Results>) => Promise<void>;
}): RunKind {
  return { kind, title, complete: (tx, run, results) => complete(tx, run, schema.parse(results)) };
}
