import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { setUpSignIn } from './set-up-sign-in';
import { SignInAddress } from './sign-in-types';

const SetUpSignInInput = builder.inputType('SetUpSignInInput', {
  description: 'The first account.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name.' }),
    email: t.string({ required: true, description: 'Address to sign in with.' }),
    password: t.string({ required: true, description: 'Password of 10 to 128 characters.' }),
  }),
});

builder.mutationFields((t) => ({
  setUpSignIn: t.field({
    type: SignInAddress,
    description:
      'Makes the first account of a server that needs no sign-in, an admin of all that is there. From then on people have to sign in.',
    errors: { types: expectedErrors },
    args: { input: t.arg({ type: SetUpSignInInput, required: true, description: 'The first account.' }) },
    resolve: async (_, { input }, context) => ({
      email: await setUpSignIn(context, input),
      newAccount: true,
    }),
  }),
}));
