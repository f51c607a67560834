import { redirect } from 'next/navigation';
import { idOfSegment, paths } from '../../lib/paths';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { readEarlierLaunch } from './earlier-launch';

/** The way to the form that launches a run again, filled in; says so where there is none. */
export async function AgainPage({ params }: { params: Promise<{ id: string }> }) {
  const { id, title, project, form } = await readEarlierLaunch(idOfSegment((await params).id));
  if (form) redirect(paths.launch(project.id, form, { again: id }));
  return (
    <>
      <PageHead
        crumbs={[
          { title: project.name, href: paths.project(project.id) },
          { title, href: paths.run(id) },
        ]}
        title="Change and re-run"
      />
      <Empty action={<ButtonLink href={paths.run(id)}>Back to the run</ButtonLink>}>
        {title} cannot be launched again from here: its code runs elsewhere, its files are not kept, or an
        earlier version launched it.
      </Empty>
    </>
  );
}
