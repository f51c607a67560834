import type { Run, Transaction } from '@fiducial/prisma/client';
import type { z } from 'zod';
import type { Figure } from './figure';

/** A kind of run: its name for people, and what happens in the database when it succeeds. */
export interface RunKind {
  readonly kind: string;
  /** What people call it. */
  readonly title: string;
  /** Copies from the run's results into the row of the thing it made, as part of the transaction that ends the run. */
  readonly complete: (tx: Transaction, run: Run, results: unknown) => Promise<void>;
  /** What a run that succeeded amounts to. */
  readonly figures: (results: unknown) => readonly Figure[];
}

/** Declares a kind of run; `results` names what `complete` and `figures` read of the task's results. */
export function defineRunKind<Results extends z.ZodType>({
  kind,
  title,
  results: schema,
  complete,
  figures = () => [],
}: {
  kind: string;
  title: string;
  results: Results;
  complete: (tx: Transaction, run: Run, results: z.output<Results>) => Promise<void>;
  figures?: (results: z.output<Results>) => readonly Figure[];
}): RunKind {
  return {
    kind,
    title,
    complete: (tx, run, results) => complete(tx, run, schema.parse(results)),
    figures: (results) => figures(schema.parse(results)),
  };
}
