import { graphql } from '@fiducial/schema';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { mayLaunch } from '../../../../features/account/may-launch';
import { ProjectSections } from '../../../../features/project/project-sections';
import { idOfSegment, paths } from '../../../../lib/paths';
import { readNode } from '../../../../lib/read';
import { ButtonLink } from '../../../../parts/links';
import { PageHead } from '../../../../parts/page-head';

const ProjectHead = graphql(`
  query ProjectHead($id: ID!) {
    node(id: $id) {
      __typename
      ... on Project {
        id
        name
        description
        viewerRole
      }
    }
  }
`);

interface Props {
  readonly params: Promise<{ id: string }>;
}

const readProject = async (params: Props['params']) =>
  readNode(ProjectHead, { id: idOfSegment((await params).id) }, 'Project');

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readProject(params)).name };
}

/** The head of a project's pages. */
export default async function ProjectLayout({ params, children }: Props & { children: ReactNode }) {
  const { id, name, description, viewerRole } = await readProject(params);
  return (
    <>
      <PageHead
        crumbs={[{ title: 'Projects', href: paths.projects }]}
        title={name}
        description={description}
        actions={mayLaunch(viewerRole) && <ButtonLink href={paths.make(id)}>New</ButtonLink>}
      />
      <ProjectSections projectId={id} />
      {children}
    </>
  );
}
