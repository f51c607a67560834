import { constants, getPriority, setPriority } from 'node:os';

/**
 * Lets everything else on the machine go first: pages and the API answer while every core computes. Alone, a computation
 * is as fast as before. Called before a backend is loaded, whose threads take the priority of the one that makes them.
 */
export function yieldToOthers(): void {
  const wanted = constants.priority.PRIORITY_BELOW_NORMAL;
  // Whoever started the worker may have asked for less: more is not ours to take.
  if (getPriority() < wanted) setPriority(wanted);
}
