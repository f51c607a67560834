import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readEarlierLaunchOf } from '../../../../../features/launch/earlier-launch';
import { LaunchForm } from '../../../../../features/launch/launch-form';
import { launchForms } from '../../../../../features/launch/launch-forms';
import { readLaunchOptions } from '../../../../../features/launch/launch-options';
import { launchTitles } from '../../../../../features/launch/launch-titles';
import { type Search, searched } from '../../../../../lib/address';
import { idOfSegment, paths } from '../../../../../lib/paths';
import { PageHead } from '../../../../../parts/page-head';

interface Props {
  readonly params: Promise<{ id: string; form: string }>;
  readonly searchParams: Promise<Search>;
}

async function readForm(params: Props['params']) {
  const { id, form } = await params;
  const known = launchTitles.find((entry) => entry.id === form);
  if (!known) notFound();
  return { ...known, projectId: idOfSegment(id) };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readForm(params)).title };
}

/** A launch form. */
export default async function LaunchPage({ params, searchParams }: Props) {
  const { id, title, projectId } = await readForm(params);
  const options = await readLaunchOptions(projectId, id);
  const search = await searchParams;
  const { again, ...given }: Record<string, string> = Object.fromEntries(
    Object.keys(search).flatMap((name) => {
      const value = searched(search, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const earlier = again ? await readEarlierLaunchOf(id, { runId: again, projectId }) : undefined;
  return (
    <>
      <PageHead
        crumbs={[{ title: options.project.name, href: paths.project(projectId) }]}
        title={earlier ? `${title} again` : title}
        description={launchForms[id].words}
      />
      <LaunchForm form={id} options={options} given={given} earlier={earlier} />
    </>
  );
}
