import { graphql } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { counted } from '../../text/names';
import { ProjectRolesTable } from './project-roles-table';

const ProjectAccess = graphql(`
  query ProjectAccess($id: ID!) {
    node(id: $id) {
      __typename
      ... on Project {
        id
        viewerRole
        team { id name members { id name email role closed } }
        ownRoles { memberId role }
      }
    }
  }
`);

/** Who may do what in a project? */
export async function ProjectAccessPage({ params }: { params: Promise<{ id: string }> }) {
  const { id, viewerRole, team, ownRoles } = await readNode(
    ProjectAccess,
    { id: idOfSegment((await params).id) },
    'Project',
  );
  const own = new Map(ownRoles.map(({ memberId, role }) => [memberId, role]));
  const rows = team.members.map((member) => ({ ...member, ownRole: own.get(member.id) ?? null }));
  return (
    <Section title="Who may do what" note={counted(rows.length, 'member')}>
      <ProjectRolesTable projectId={id} rows={rows} mayChange={viewerRole === 'ADMIN'} />
      <Text size="sm" c="dimmed" mt="sm" maw={760}>
        The project belongs to <TextLink href={paths.team(team.id)}>{team.name}</TextLink>, whose members see
        it. A role of their own in this project stands in the place of the team’s, up or down; admins of the
        team are admins here too.
      </Text>
    </Section>
  );
}
