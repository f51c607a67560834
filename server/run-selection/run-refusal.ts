import { builder } from '../graphql/builder';

/** Why a run of a selection is left as it is. */
const RunRefusalReasonEnum = builder.enumType('RunRefusalReason', {
  description: 'Why a run of a selection is left as it is.',
  values: {
    NOT_ALLOWED: { description: 'The role in its project does not allow it.' },
    ENDED: { description: 'It ended already.' },
    STOPPING: { description: 'It is being cancelled already.' },
    BEGUN: { description: 'It was begun: its place in the queue does not matter any more.' },
    USED: { description: 'Others, which do not go with it, were made from it.' },
    TAGS_FULL: { description: 'It carries as many tags as a run may.' },
    NO_EVALUATION: { description: 'It made no evaluation that can be compared.' },
  } as const,
});

/** One of these reasons. */
export type RunRefusalReason = typeof RunRefusalReasonEnum.$inferType;

/** How many runs are left as they are for one reason. */
export interface RunRefusals {
  readonly reason: RunRefusalReason;
  readonly runs: number;
}

/** How many runs of a selection are left as they are, by reason. */
export const RunRefusalsObject = builder.objectRef<RunRefusals>('RunRefusals').implement({
  description: 'How many runs of a selection are left as they are for one reason.',
  fields: (t) => ({
    reason: t.expose('reason', { type: RunRefusalReasonEnum, description: 'Why.' }),
    runs: t.exposeInt('runs', { description: 'How many.' }),
  }),
});

/** Reasons that some runs have, with how many have each. */
export function countReasons(reasons: Iterable<readonly [RunRefusalReason, number]>): RunRefusals[] {
  const counts = new Map<RunRefusalReason, number>();
  for (const [reason, runs] of reasons) counts.set(reason, (counts.get(reason) ?? 0) + runs);
  return [...counts].filter(([, runs]) => runs > 0).map(([reason, runs]) => ({ reason, runs }));
}
