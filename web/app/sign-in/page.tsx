export { SignInPage as default } from '../../features/account/sign-in-page';

export const metadata = { title: 'Sign in' };
