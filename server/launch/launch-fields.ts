import type { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { RunPriorityEnum } from '../run/run-priority';

/** What builds the fields of an input type. */
export type InputFields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

/** Fields that every launch has. */
export const launchFields = (t: InputFields) => ({
  name: t.string({ description: 'What people will call it; a telling one is made when none is given.' }),
  priority: t.field({
    type: RunPriorityEnum,
    description: 'Which runs of the team are taken first. Default NORMAL.',
  }),
  seed: t.int({ description: 'Seed of everything random. Default 0.' }),
  idempotencyKey: t.string({ description: 'The same key with the same request gives the same thing again.' }),
});

/** What a launch may be refused with. */
export const launchErrors = { types: expectedErrors };
