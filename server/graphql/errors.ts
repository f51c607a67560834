import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  LimitError,
  NotFoundError,
  type UserError,
} from '../user-error';
import { builder } from './builder';

/** What expected failures have in common. */
const UserErrorInterface = builder.interfaceRef<UserError>('UserError').implement({
  description: 'An expected failure, in words that may be shown.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What happened: what was expected, what came.' }),
  }),
});

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description: 'A value was not as expected.',
  interfaces: [UserErrorInterface],
  isTypeOf: (value) => value instanceof InvalidInputError,
  fields: (t) => ({
    field: t.string({
      nullable: true,
      description: 'Path of the value.',
      resolve: ({ field }) => field ?? null,
    }),
    expected: t.string({
      nullable: true,
      description: 'What was expected.',
      resolve: ({ expected }) => expected ?? null,
    }),
    received: t.string({
      nullable: true,
      description: 'What came.',
      resolve: ({ received }) => received ?? null,
    }),
  }),
});

for (const [kind, name, description] of [
  [NotFoundError, 'NotFoundError', 'Not there, or not for the one who asks.'],
  [ForbiddenError, 'ForbiddenError', 'The role of the one who asks does not allow it.'],
  [ConflictError, 'ConflictError', 'It contradicts what is there already.'],
  [LimitError, 'LimitError', 'More than is allowed.'],
] as const)
  builder.objectType(kind, {
    name,
    description,
    interfaces: [UserErrorInterface],
    isTypeOf: (value) => value instanceof kind,
  });

/** The failures that any mutation may answer with. */
export const expectedErrors = [InvalidInputError, NotFoundError, ForbiddenError, ConflictError, LimitError];
