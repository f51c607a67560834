export { PasswordPage as default } from '../../features/account/password-page';

export const metadata = { title: 'Password' };
