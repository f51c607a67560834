import { builder } from '../graphql/builder';
import { ViewerObject } from './viewer-types';

const SignInObject = builder.objectRef<Record<never, never>>('SignIn').implement({
  description: 'Whether and how people sign in.',
  fields: (t) => ({
    required: t.boolean({
      description: 'Whether people have to sign in.',
      resolve: (_, _args, { signIn }) => signIn.signInRequired(),
    }),
    openIdName: t.string({
      nullable: true,
      description: 'Name of the OpenID provider at which people may sign in; null where there is none.',
      resolve: (_, _args, { signIn }) => signIn.openIdName ?? null,
    }),
    viewer: t.field({
      type: ViewerObject,
      nullable: true,
      description: 'The one who asks; null for somebody who has not signed in.',
      resolve: (_, _args, { viewer }) => (viewer.via === 'nothing' ? null : viewer),
    }),
  }),
});

builder.queryFields((t) => ({
  signIn: t.field({
    type: SignInObject,
    description: 'Whether and how people sign in. Open to everybody.',
    resolve: () => ({}),
  }),
}));

/** With what to sign in, as the API describes it. */
export const SignInAddress = builder
  .objectRef<{ email: string; newAccount: boolean }>('SignInAddress')
  .implement({
    description: 'With what to sign in.',
    fields: (t) => ({
      email: t.exposeString('email', { description: 'Address of the account.' }),
      newAccount: t.exposeBoolean('newAccount', { description: 'Whether it was made just now.' }),
    }),
  });
