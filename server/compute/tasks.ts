import type { Task } from './task';

/** The code of every kind of run. */
export const tasks: readonly Task[] = [];
