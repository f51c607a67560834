import { graphql, type ResultOf } from '@fiducial/schema';
import { read } from '../../lib/read';

const SignInState = graphql(`
  query SignInState {
    signIn {
      required
      openIdName
      viewer { name email isLocalOwner }
    }
  }
`);

/** Whether and how people sign in, and who has. */
export type SignInState = ResultOf<typeof SignInState>['signIn'];

/** Asks who asks. */
export async function readSignInState(): Promise<SignInState> {
  return (await read(SignInState, {})).signIn;
}
