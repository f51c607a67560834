import type { SelectionAction } from './selection-documents';

/** What people call the actions that change runs, as a title and as a button says it. */
export const deedWords = {
  CANCEL: { title: 'Cancel', done: 'cancelled' },
  SET_PRIORITY: { title: 'Set the priority of', done: 'given another priority' },
  TAG: { title: 'Tag', done: 'tagged' },
  DELETE: { title: 'Delete', done: 'deleted' },
} as const satisfies Partial<Record<SelectionAction, object>>;

/** An action that changes runs. */
export type ChangingAction = keyof typeof deedWords;
