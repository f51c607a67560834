import { graphql } from '@fiducial/schema';
import { Anchor, Text } from '@mantine/core';
import { idOfSegment, paths } from '../../lib/paths';
import { read, readNode } from '../../lib/read';
import { ChoiceLinks } from '../../parts/choice-links';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { counted } from '../../text/names';
import { DeletedProjectFields, InvitationFields, MemberFields } from './access-fragments';
import { AuditFields, AuditTable } from './audit-table';
import { DeletedProjectsTable } from './deleted-projects-table';
import { InvitationsTable } from './invitations-table';
import { InviteForm } from './invite-form';
import { MembersTable } from './members-table';
import { NewTeamForm } from './new-team-form';
import { roleChoices } from './role-words';
import { SetUpSignInForm } from './set-up-sign-in-form';

const TeamQuery = graphql(
  `
    query Team($id: ID!) {
      viewer { isLocalOwner teams { id name } }
      node(id: $id) {
        __typename
        ... on Team { id name viewerRole members { ...MemberFields } }
      }
    }
  `,
  [MemberFields],
);

const TeamForAdmins = graphql(
  `
    query TeamForAdmins($id: ID!) {
      node(id: $id) {
        __typename
        ... on Team {
          invitations { ...InvitationFields }
          deletedProjects { ...DeletedProjectFields }
          auditLogPath
          auditLog(first: 50) { ...AuditFields }
        }
      }
    }
  `,
  [AuditFields, DeletedProjectFields, InvitationFields],
);

/** Who may? */
export async function TeamPage({ params }: { params: Promise<{ id: string }> }) {
  const id = idOfSegment((await params).id);
  const { viewer } = await read(TeamQuery, { id });
  const { name, viewerRole, members } = await readNode(TeamQuery, { id }, 'Team');
  const forAdmins = viewerRole === 'ADMIN' ? await readNode(TeamForAdmins, { id }, 'Team') : undefined;
  return (
    <>
      <PageHead title={name} description="Whoever is in a team sees its projects; the role says what else." />
      {viewer.teams.length > 1 && (
        <ChoiceLinks
          label="Team"
          choices={viewer.teams.map((team) => ({
            title: team.name,
            href: paths.team(team.id),
            chosen: team.id === id,
          }))}
        />
      )}
      <Section title="Members" note={counted(members.length, 'member')}>
        <MembersTable
          teamId={id}
          members={members}
          mayChange={forAdmins !== undefined && !viewer.isLocalOwner}
        />
        <Text size="sm" c="dimmed" mt="sm" maw={760}>
          {roleChoices.map(({ label, words }) => `${label}: ${words}.`).join(' ')} In a single project a
          member may have another role: its page Access says which.
        </Text>
      </Section>
      {viewer.isLocalOwner ? (
        <Section title="More people">
          <SetUpSignInForm />
        </Section>
      ) : (
        forAdmins && (
          <Section title="Invite somebody" note="nothing is sent: you pass the link on">
            <InviteForm teamId={id} />
            <InvitationsTable invitations={forAdmins.invitations} />
          </Section>
        )
      )}
      {forAdmins && forAdmins.deletedProjects.length > 0 && (
        <Section title="Deleted projects" note="can be restored for 30 days">
          <DeletedProjectsTable projects={forAdmins.deletedProjects} />
        </Section>
      )}
      {forAdmins && (
        <Section
          title="Audit log"
          note="access, projects, runs launched, cancelled or deleted; the last 50, kept for good"
        >
          <AuditTable entries={forAdmins.auditLog} />
          <Text size="sm" mt="sm">
            <Anchor href={forAdmins.auditLogPath} download inherit>
              Download all of it
            </Anchor>{' '}
            <Text span inherit c="dimmed">
              as lines of JSON, oldest first
            </Text>
          </Text>
        </Section>
      )}
      {forAdmins && !viewer.isLocalOwner && (
        <Section title="A further team" note="for people who are not to see this one’s projects">
          <NewTeamForm />
        </Section>
      )}
    </>
  );
}
