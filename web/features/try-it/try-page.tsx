import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { type Search, searched, searchedIndex } from '../../lib/address';
import { idOfSegment, paths } from '../../lib/paths';
import { read } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { ProjectSections } from '../project/project-sections';
import { TryIt } from './try-it';
import { TryPageQuery } from './try-query';

interface Props {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: Promise<Search>;
}

async function readPage(params: Props['params']) {
  const { node, attackMethods } = await read(TryPageQuery, { id: idOfSegment((await params).id) });
  if (node?.__typename !== 'Detector') notFound();
  return { detector: node, attackMethods };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Try ${(await readPage(params)).detector.name}` };
}

/** What about this image? */
export async function TryPage({ params, searchParams }: Props) {
  const { detector, attackMethods } = await readPage(params);
  const search = await searchParams;
  const [evaluationId, index] = [searched(search, 'evaluation'), searchedIndex(search, 'index')];
  const start = evaluationId !== undefined && index !== undefined ? { evaluationId, index } : undefined;
  return (
    <>
      <PageHead
        crumbs={[{ title: detector.project.name, href: paths.project(detector.project.id) }]}
        title="Try it"
        description={`An image of your own before ${detector.model.name} and its detectors`}
      />
      <ProjectSections projectId={detector.project.id} at={paths.projectTry(detector.project.id)} />
      {detector.ready ? (
        <TryIt detector={detector} attackMethods={attackMethods} start={start} />
      ) : (
        <Empty action={<ButtonLink href={paths.detector(detector.id)}>Look at it</ButtonLink>}>
          {detector.name} is not fitted yet. Once its run has succeeded, it can be tried here.
        </Empty>
      )}
    </>
  );
}
