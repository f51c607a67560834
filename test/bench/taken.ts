import type { PeerAnswer } from '../peers/peer-process';
import type { Outcome } from './benchmark';

/** A peer's answer as the outcome of a run. */
export async function taken(answer: Promise<PeerAnswer>): Promise<Outcome> {
  const { seconds, ...facts } = await answer;
  return { seconds: Number(seconds), facts };
}
