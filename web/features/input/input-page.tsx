import { Alert } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { idOfSegment, paths } from '../../lib/paths';
import { read } from '../../lib/read';
import { Facts } from '../../parts/facts';
import { ButtonLink, TextLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { formatCount, formatEpsilon, formatNumber } from '../../text/numbers';
import { CommentsSection } from '../comment/comments-section';
import { Figures } from './figures';
import { GroupMark } from './group-mark';
import { filterQuery, loadInputPlace } from './input-list-state';
import { InputNavigation } from './input-navigation';
import { InputQuery } from './input-query';
import { readPlace, readReasons, shownScores } from './read-input';
import { ReasonSections } from './reasons';
import { ScoreRows } from './score-rows';
import { TrajectorySection } from './trajectory-section';

export const metadata: Metadata = { title: 'Input' };

/** Why was it flagged? */
export async function InputPage({
  params,
  searchParams,
}: {
  params: Promise<{ evaluation: string; index: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { evaluation, index } = await params;
  if (!/^\d{1,9}$/.test(index)) notFound();
  const { input: found } = await read(InputQuery, { id: idOfSegment(evaluation), index: Number(index) });
  if (!found) notFound();
  const input = shownScores(found);
  const place = await loadInputPlace(searchParams);
  const [reasons, { previous, next, lost }] = await Promise.all([
    readReasons(input),
    readPlace(input, place),
  ]);
  const { project, detector } = input.evaluation;
  const { at, ...filter } = place;
  return (
    <>
      <PageHead
        crumbs={[
          { title: project.name, href: paths.project(project.id) },
          { title: detector.name, href: paths.compare([input.evaluation.id]) },
          {
            title: 'Inputs',
            href: paths.inputs(input.evaluation.id, at && !lost ? filterQuery(filter) : {}),
          },
        ]}
        title={`Input ${formatCount(input.index)}`}
        badge={<GroupMark group={input.group} />}
        actions={
          <>
            <ButtonLink
              href={paths.tryIt(detector.id, { evaluation: input.evaluation.id, index: input.index })}
              variant="default"
            >
              Try this input
            </ButtonLink>
            <InputNavigation previous={previous} next={next} />
          </>
        }
      />
      {lost && (
        <Alert color="orange" mb="lg" title="Its place in a list was not found">
          The address says that input {formatCount(input.index)} was opened from a list of inputs, at a place
          where that list does not have it: the address was cut or changed, or the list is another one by now.
          The input itself is shown; Previous and Next go through all inputs by number instead.
        </Alert>
      )}
      <div style={{ marginBottom: 44 }}>
        <Figures input={input} />
        <Facts items={facts(input)} />
      </div>
      <Section
        title="Scores"
        note="blue: authentic test inputs; dashed: the threshold; the mark is this input"
      >
        <ScoreRows
          input={input}
          sentences={new Map(reasons.map((of) => [of.evaluationId, of.reasons.sentence]))}
        />
      </Section>
      <TrajectorySection index={input.index} reasons={reasons} />
      <ReasonSections input={input} reasons={reasons} />
      <CommentsSection subject={{ evaluationId: input.evaluation.id, inputIndex: input.index }} />
    </>
  );
}

function facts(input: ReturnType<typeof shownScores>): [string, React.ReactNode][] {
  const { labelName, attackSet, epsilon, norms, success, evaluation, group } = input;
  const { model } = evaluation.detector;
  return [
    ['True class', labelName],
    [
      'Model',
      <TextLink key="model" href={paths.model(model.id)}>
        {model.name}
      </TextLink>,
    ],
    ...(attackSet
      ? ([
          [
            group === 'CONTROL' ? 'Control' : 'Attack',
            <TextLink key="attack" href={paths.attackSet(attackSet.id)}>
              {attackSet.name}
            </TextLink>,
          ],
          ['Epsilon', formatEpsilon(epsilon)],
          ...(group === 'CONTROL' ? [] : [['Attack succeeded', success ? 'yes' : 'no']]),
        ] as [string, React.ReactNode][]) // pairs, which a spread widens to lists
      : []),
    ...(norms
      ? ([
          ['Greatest change (L∞)', formatNumber(norms.linf)],
          ['Length of the change (L2)', formatNumber(norms.l2)],
          ['Values changed (L0)', formatCount(norms.l0)],
        ] as [string, React.ReactNode][]) // as above
      : []),
  ];
}
