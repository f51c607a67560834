import { PageHead } from '../../parts/page-head';
import { ChangePasswordForm } from './change-password-form';

/** How do I sign in from now on? */
export function PasswordPage() {
  return (
    <>
      <PageHead
        title="Password"
        description="With another password, you stay signed in here and are signed out everywhere else. Access tokens stay good."
      />
      <ChangePasswordForm />
    </>
  );
}
