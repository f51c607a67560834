import { Group, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { idOfSegment, paths } from '../../lib/paths';
import { read } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { counted } from '../../text/names';
import { formatNumber } from '../../text/numbers';
import { InputFilters } from './input-filters';
import { InputGrid } from './input-grid';
import { InputListQuery } from './input-list-query';
import { filterQuery, filterVariables, loadInputList } from './input-list-state';

export const metadata: Metadata = { title: 'Inputs' };

const pageSize = 60;

/** The inputs behind a number: narrowed, ordered, each a link to why it got its score. */
export async function InputsPage({
  params,
  searchParams,
}: {
  params: Promise<{ evaluation: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { after, before, ...filter } = await loadInputList(searchParams);
  const id = idOfSegment((await params).evaluation);
  const { node } = await read(InputListQuery, {
    id,
    ...filterVariables(filter),
    ...(before ? { last: pageSize, before } : { first: pageSize, after }),
  });
  if (node?.__typename !== 'Evaluation') notFound();
  const { detector, project, attackSets, inputs } = node;
  const threshold = filter.threshold ?? detector.threshold ?? Number.POSITIVE_INFINITY;
  const query = filterQuery(filter);
  const { startCursor, endCursor, hasNextPage, hasPreviousPage } = inputs.pageInfo;
  return (
    <>
      <PageHead
        crumbs={[
          { title: project.name, href: paths.project(project.id) },
          { title: detector.name, href: paths.compare([id]) },
        ]}
        title="Inputs"
        description={`What ${detector.name} scored. A score above ${formatNumber(threshold)} is flagged as adversarial.`}
      />
      <Suspense>
        <InputFilters attackSets={attackSets} threshold={detector.threshold} />
      </Suspense>
      {inputs.totalCount === 0 ? (
        <Empty action={<ButtonLink href={paths.inputs(id)}>Show all inputs</ButtonLink>}>
          No input fits these choices.
        </Empty>
      ) : (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            {counted(inputs.totalCount, 'input')}
          </Text>
          <InputGrid evaluation={node} threshold={threshold} query={query} />
          <Group mt="lg" gap="xs">
            {hasPreviousPage && (
              <ButtonLink
                variant="default"
                size="xs"
                href={paths.inputs(id, { ...query, before: startCursor ?? '' })}
              >
                Previous page
              </ButtonLink>
            )}
            {hasNextPage && (
              <ButtonLink
                variant="default"
                size="xs"
                href={paths.inputs(id, { ...query, after: endCursor ?? '' })}
              >
                Next page
              </ButtonLink>
            )}
          </Group>
        </>
      )}
    </>
  );
}
