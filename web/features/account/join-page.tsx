import { graphql } from '@fiducial/schema';
import { paths } from '../../lib/paths';
import { read } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import classes from './account.module.css';
import { JoinForm } from './join-form';
import { roleTitle } from './role-words';
import { readSignInState } from './sign-in-state';

const Offer = graphql(`
  query InvitationOffer($secret: String!) {
    invitation(secret: $secret) { teamName email role hasAccount }
  }
`);

/** Where the link of an invitation leads. */
export async function JoinPage({ params }: { params: Promise<{ secret: string }> }) {
  const secret = decodeURIComponent((await params).secret);
  const [{ invitation }, { viewer }] = await Promise.all([read(Offer, { secret }), readSignInState()]);
  if (!invitation)
    return (
      <div className={classes.door}>
        <PageHead title="This invitation is no longer good" />
        <Empty
          action={
            <ButtonLink href={paths.home} variant="default">
              Go home
            </ButtonLink>
          }
        >
          It was accepted, taken back, or is older than a week. Ask whoever sent it for another link.
        </Empty>
      </div>
    );
  const { teamName, email, role, hasAccount } = invitation;
  return (
    <div className={classes.door}>
      <PageHead
        title={`Join ${teamName}`}
        description={`You are invited as ${roleTitle(role).toLowerCase()}, with the address ${email}.`}
      />
      <JoinForm secret={secret} email={email} hasAccount={hasAccount} signedInAs={viewer?.email ?? null} />
    </div>
  );
}
