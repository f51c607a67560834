import type { Metadata } from 'next';
import { cache } from 'react';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Ago } from '../../parts/ago';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { mayChange } from '../account/may-change';
import { ShareButton } from '../shared/share-button';
import { Colophon } from './colophon';
import { PrintButton } from './print-button';
import { ReportBody } from './report-body';
import { ReportBlocksQuery, ReportQuery } from './report-documents';
import { ReportMenu } from './report-menu';

interface Props {
  readonly params: Promise<{ id: string }>;
}

const readReport = cache(async (id: string) => readNode(ReportQuery, { id }, 'Report'));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readReport(idOfSegment((await params).id))).title };
}

/** A report as it is read: words, and panels that show what their things are now. */
export async function ReportPage({ params }: Props) {
  const report = await readReport(idOfSegment((await params).id));
  const { id, title, changedAt, authorName, changedByName, project, blocks } = report;
  const editable = mayChange(project.viewerRole);
  const edit = (
    <ButtonLink href={paths.editReport(id)} variant={blocks.length > 0 ? 'default' : 'filled'}>
      Edit
    </ButtonLink>
  );
  return (
    <>
      <PageHead
        crumbs={[
          { title: project.name, href: paths.project(project.id) },
          { title: 'Reports', href: paths.projectReports(project.id) },
        ]}
        title={title}
        description={
          <>
            {authorName ?? 'A closed account'}, saved <Ago at={changedAt} />
            {changedByName !== authorName && ` by ${changedByName ?? 'a closed account'}`}
          </>
        }
        actions={
          <>
            {editable && edit}
            <PrintButton />
            {editable && <ShareButton what="this report" shows={{ reportId: id }} />}
            {editable && <ReportMenu report={{ id, title }} projectId={project.id} />}
          </>
        }
      />
      {blocks.length === 0 ? (
        <Empty action={editable && edit}>
          Here stand words, and panels that show what detectors, attacks and runs are now. Nothing is written
          yet.
        </Empty>
      ) : (
        <ReportBody
          outline={blocks}
          read={async (place) => (await readNode(ReportBlocksQuery, { id, at: [place] }, 'Report')).blocks[0]}
        />
      )}
      <Colophon />
    </>
  );
}
