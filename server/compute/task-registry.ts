import { pathToFileURL } from 'node:url';
import { env } from '../env';
import type { Task } from './task';

let loaded: Promise<ReadonlyMap<string, Task>> | undefined;

/** All tasks by kind: those of `tasks.ts`, or of the module that FIDUCIAL_TASKS names. */
export function allTasks(): Promise<ReadonlyMap<string, Task>> {
  loaded ??= load();
  return loaded;
}

/** The task of a kind of run, if there is one. */
export async function findTask(kind: string): Promise<Task | undefined> {
  return (await allTasks()).get(kind);
}

async function load(): Promise<ReadonlyMap<string, Task>> {
  // Another module is for tests, and trusted to export the same.
  const { tasks } = env.tasksModule
    ? ((await import(pathToFileURL(env.tasksModule).href)) as { tasks: readonly Task[] })
    : await import('./tasks');
  return new Map(tasks.map((task) => [task.kind, task]));
}
