import type { Metadata } from 'next';
import { cache } from 'react';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { mayChange } from '../account/may-change';
import { type BlockSource, ReportSourceQuery } from './report-documents';
import { ReportEditor } from './report-editor';

interface Props {
  readonly params: Promise<{ id: string }>;
}

const readSource = cache(async (id: string) => readNode(ReportSourceQuery, { id }, 'Report'));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${(await readSource(idOfSegment((await params).id))).title}` };
}

/** Where a report is written. */
export async function EditReportPage({ params }: Props) {
  const { id, title, version, source, project } = await readSource(idOfSegment((await params).id));
  const crumbs = [
    { title: project.name, href: paths.project(project.id) },
    { title: 'Reports', href: paths.projectReports(project.id) },
    { title, href: paths.report(id) },
  ];
  if (!mayChange(project.viewerRole))
    return (
      <>
        <PageHead crumbs={crumbs} title="Edit report" />
        <Empty action={<ButtonLink href={paths.report(id)}>Read it</ButtonLink>}>
          Editors and admins of the project change its reports; your role does not allow it.
        </Empty>
      </>
    );
  // The server writes what it takes.
  const sources = source as readonly BlockSource[];
  return (
    <>
      <PageHead crumbs={crumbs} title="Edit report" />
      <ReportEditor report={{ id, title, version, sources }} choices={project} />
    </>
  );
}
