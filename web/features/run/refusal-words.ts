import { counted } from '../../text/names';

/** Why runs of a selection are left as they are, for one and for several. */
const words = {
  NOT_ALLOWED: ['is in a project where you may not', 'are in projects where you may not'],
  ENDED: ['ended already', 'ended already'],
  STOPPING: ['is being cancelled already', 'are being cancelled already'],
  BEGUN: ['was begun already', 'were begun already'],
  USED: ['stays, because others were made from it', 'stay, because others were made from them'],
  TAGS_FULL: ['carries as many tags as may be', 'carry as many tags as may be'],
  NO_EVALUATION: ['made no evaluation', 'made no evaluation'],
} as const;

/** How many runs are left as they are, for one reason. */
export interface Refusals {
  readonly reason: keyof typeof words;
  readonly runs: number;
}

/** "230 runs ended already; 1 run was begun already": nothing where none is left out. */
export function refusalsInWords(refusals: readonly Refusals[]): string {
  return refusals
    .map(({ reason, runs }) => `${counted(runs, 'run')} ${words[reason][runs === 1 ? 0 : 1]}`)
    .join('; ');
}

/** Refusals of several parts of a selection, taken together. */
export function sumRefusals(refusals: readonly Refusals[]): Refusals[] {
  const sums = new Map<Refusals['reason'], number>();
  for (const { reason, runs } of refusals) sums.set(reason, (sums.get(reason) ?? 0) + runs);
  return [...sums].map(([reason, runs]) => ({ reason, runs }));
}
