import { graphql } from '@fiducial/schema';
import { mostCompared, paths } from '../../lib/paths';
import { read } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink, TextLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';

const ReadinessQuery = graphql(`
  query Readiness($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Evaluation { id name ready run { id } }
    }
  }
`);

/** Why evaluations cannot be compared, with the way to those that can, and to the runs of those that are not there yet. */
export async function NotComparable({ ids, message }: { ids: readonly string[]; message: string }) {
  const { nodes } = await read(ReadinessQuery, { ids: ids.slice(0, mostCompared) });
  const found = nodes.flatMap((node) => (node && 'id' in node ? [node] : []));
  const ready = found.filter((evaluation) => evaluation.ready).map(({ id }) => id);
  const unfinished = found.filter((evaluation) => !evaluation.ready);
  return (
    <>
      <PageHead title="Compare" />
      <Empty
        action={
          <>
            {ready.length > 0 && ready.length < ids.length && (
              <ButtonLink href={paths.compare(ready)}>
                {ready.length === 1
                  ? 'See the one that is evaluated'
                  : `Compare the ${ready.length} that are evaluated`}
              </ButtonLink>
            )}
            <ButtonLink href={paths.compare([])} variant="default">
              Choose others
            </ButtonLink>
          </>
        }
      >
        These cannot be compared: {message}
        {unfinished.length > 0 && (
          <ul>
            {unfinished.map(({ id, name, run }) => (
              <li key={id}>
                <TextLink href={paths.run(run.id)}>The run of {name}</TextLink> has not succeeded.
              </li>
            ))}
          </ul>
        )}
      </Empty>
    </>
  );
}
