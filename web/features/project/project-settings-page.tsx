import { graphql } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { idOfSegment } from '../../lib/paths';
import { read, readNode } from '../../lib/read';
import { Section } from '../../parts/section';
import { mayChange } from '../account/may-change';
import { PublicLinksTable } from '../shared/public-links-table';
import { DeleteProject } from './delete-project';
import { DeletedRunsTable } from './deleted-runs-table';
import { MoveProjectForm } from './move-project-form';
import { ProjectWordsForm } from './project-words-form';

const ProjectSettings = graphql(`
  query ProjectSettings($id: ID!) {
    viewer { teams { id name viewerRole } }
    node(id: $id) {
      __typename
      ... on Project {
        id
        name
        description
        viewerRole
        team { id name viewerRole }
        publicLinks { id title createdAt revokedAt createdBy run { id } report { id } evaluationIds }
        runDeletions { id title runs deletedAt deletedBy keptUntil }
        contents { runs runsUnderWay accessTokens }
      }
    }
  }
`);

/** What is it called, whose is it, and is it still needed? */
export async function ProjectSettingsPage({ params }: { params: Promise<{ id: string }> }) {
  const variables = { id: idOfSegment((await params).id) };
  const { id, name, description, viewerRole, team, contents, publicLinks, runDeletions } = await readNode(
    ProjectSettings,
    variables,
    'Project',
  );
  const { viewer } = await read(ProjectSettings, variables);
  const links = publicLinks.filter(({ revokedAt }) => revokedAt === null);
  const targets = viewer.teams.filter((one) => one.id !== team.id && mayChange(one.viewerRole));
  return (
    <>
      <Section title="Name and description">
        <ProjectWordsForm id={id} name={name} description={description} disabled={!mayChange(viewerRole)} />
      </Section>
      <Section title="Team" note={team.name}>
        {team.viewerRole === 'ADMIN' && targets.length > 0 ? (
          <MoveProjectForm id={id} name={name} teams={targets} />
        ) : (
          <Text size="sm" c="dimmed" maw={760}>
            {team.viewerRole === 'ADMIN'
              ? 'It can be moved to any other team in which you are at least an editor; there is none.'
              : 'Admins of the team can move it to another one.'}
          </Text>
        )}
      </Section>
      <Section title="Public links" note="whoever has one sees what it shows, and nothing else">
        {links.length > 0 ? (
          <PublicLinksTable links={links} mayRevoke={mayChange(viewerRole)} />
        ) : (
          <Text size="sm" c="dimmed" maw={760}>
            There is none. The button Share on the page of a run, a comparison or a report makes one.
          </Text>
        )}
      </Section>
      <Section title="Deleted runs" note="kept for 30 days">
        {runDeletions.length > 0 ? (
          <DeletedRunsTable deletions={runDeletions} />
        ) : (
          <Text size="sm" c="dimmed" maw={760}>
            There is none.
          </Text>
        )}
      </Section>
      <Section title="Delete">
        {viewerRole === 'ADMIN' ? (
          <DeleteProject id={id} name={name} contents={contents} teamId={team.id} />
        ) : (
          <Text size="sm" c="dimmed">
            Admins of the project can delete it.
          </Text>
        )}
      </Section>
    </>
  );
}
