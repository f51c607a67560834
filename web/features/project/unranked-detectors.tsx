import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { Fragment } from 'react';
import { paths } from '../../lib/paths';
import { DataTable } from '../../parts/data-table';
import { ButtonLink, TextLink } from '../../parts/links';
import { pendingWords } from '../../parts/thing-name';
import { counted, unbroken } from '../../text/names';
import { mayLaunch } from '../account/may-launch';
import classes from './project.module.css';
import { unranked } from './unranked';

/** The newest detectors of a project, with what tells whether they were evaluated. */
export const UnrankedFields = graphql(`
  fragment UnrankedFields on Project {
    id
    viewerRole
    fitted: detectors(first: 100, usable: true) {
      totalCount
      edges { node { id name ready method { title } evaluations { id run { id status } } } }
    }
  }
`);

/** With a button each; the others are named. */
const mostListed = 5;

/** Detectors that were fitted and have no evaluation that succeeded, each with the button that does; nothing where there are none. */
export function UnrankedDetectors({ project }: { project: FragmentOf<typeof UnrankedFields> }) {
  const { id: projectId, viewerRole, fitted } = readFragment(UnrankedFields, project);
  const missed = unranked(fitted.edges.map(({ node }) => node));
  if (missed.length === 0) return null;
  const rest = missed.slice(mostListed);
  const launches = mayLaunch(viewerRole);
  const among = fitted.totalCount > fitted.edges.length ? `Of the newest ${fitted.edges.length}, ` : '';
  const are = missed.length === 1 ? 'is fitted and has' : 'are fitted and have';
  return (
    <div className={classes.unranked}>
      <Text size="sm" c="dimmed" mb="xs">
        {among}
        {counted(missed.length, 'detector')} {are} no evaluation that succeeded, so nothing ranks{' '}
        {missed.length === 1 ? 'it' : 'them'} yet.
      </Text>
      <DataTable
        label="Detectors without an evaluation that succeeded"
        rows={missed.slice(0, mostListed)}
        rowKey={({ id }) => id}
        columns={[
          {
            title: 'Detector',
            cell: ({ id, name }) => <TextLink href={paths.detector(id)}>{unbroken(name)}</TextLink>,
          },
          { title: 'Method', cell: ({ method }) => method?.title ?? 'unknown' },
          {
            title: 'Evaluation',
            cell: ({ evaluations: [last] }) =>
              last ? (
                <TextLink href={paths.run(last.run.id)}>{pendingWords[last.run.status]}</TextLink>
              ) : (
                'none'
              ),
          },
          ...(launches
            ? [
                {
                  title: 'Evaluate it',
                  buttons: true,
                  cell: ({ id, name }: { readonly id: string; readonly name: string }) => (
                    <ButtonLink
                      href={paths.launch(projectId, 'evaluation', { detectorId: id })}
                      variant="default"
                      size="compact-sm"
                      aria-label={`Evaluate ${name}`}
                    >
                      Evaluate
                    </ButtonLink>
                  ),
                },
              ]
            : []),
        ]}
      />
      {rest.length > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          And{' '}
          {rest.map(({ id, name }, at) => (
            <Fragment key={id}>
              {at > 0 && ' · '}
              <TextLink href={paths.detector(id)}>{unbroken(name)}</TextLink>
            </Fragment>
          ))}
        </Text>
      )}
    </div>
  );
}
