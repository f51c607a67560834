import { graphql } from '@fiducial/schema';
import { Anchor, Text } from '@mantine/core';
import type { Metadata } from 'next';
import type { Search } from '../../lib/address';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { DataTable } from '../../parts/data-table';
import { Facts } from '../../parts/facts';
import { ButtonLink, TextLink } from '../../parts/links';
import { ParameterList } from '../../parts/parameter-list';
import { Section } from '../../parts/section';
import { formatCount, formatEpsilon, formatNumber, formatShare } from '../../text/numbers';
import { AttackedImageGrid } from '../thing/attacked-images';
import { MakingRun, ThingFrame } from '../thing/thing-frame';

const AttackSetQuery = graphql(
  `
    query AttackSet($id: ID!) {
      node(id: $id) {
        __typename
        ... on AttackSet {
          id
          name
          control
          epsilons
          parameters
          project { id }
          attack { title summary source norm goal }
          model { id name }
          sample { id name }
          outcomes {
            epsilon
            attacked
            successful
            successRate
            meanL0
            meanL1
            meanL2
            meanLinf
            forwardQueries
            backwardQueries
          }
          run { ...MakingRun }
        }
      }
    }
  `,
  [MakingRun],
);

interface Props {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: Promise<Search>;
}

const readAttackSet = async (params: Props['params']) =>
  readNode(AttackSetQuery, { id: idOfSegment((await params).id) }, 'AttackSet');

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readAttackSet(params)).name };
}

/** Is the attack any good? */
export async function AttackSetPage({ params, searchParams }: Props) {
  const set = await readAttackSet(params);
  const { id, name, control, run, attack, model, sample, outcomes, project } = set;
  return (
    <ThingFrame
      name={name}
      kind={control ? 'Control: a detector must not flag it' : 'Attack set'}
      run={run}
      description={
        <>
          on <TextLink href={paths.sample(sample.id)}>{sample.name}</TextLink>, against{' '}
          <TextLink href={paths.model(model.id)}>{model.name}</TextLink>
        </>
      }
      actions={
        <ButtonLink
          href={paths.launch(project.id, control ? 'evaluation' : 'detector', {
            sampleId: sample.id,
            [control ? 'attackSetIds' : 'trainOn']: id,
          })}
        >
          {control ? 'Evaluate a detector on it' : 'Fit a detector'}
        </ButtonLink>
      }
    >
      {attack && (
        <Text mb="lg" maw={760}>
          {attack.summary}{' '}
          <Anchor href={attack.source} inherit>
            Source
          </Anchor>
        </Text>
      )}
      <Section title="Success" note="means over all attacked images, in units of the model’s input">
        <DataTable
          label="Success by epsilon"
          rows={outcomes}
          rowKey={({ epsilon }) => epsilon}
          columns={[
            { title: 'Epsilon', cell: ({ epsilon }) => formatEpsilon(epsilon) },
            { title: 'Attacked', figures: true, cell: ({ attacked }) => formatCount(attacked) },
            { title: 'Succeeded', figures: true, cell: ({ successful }) => formatCount(successful) },
            { title: 'Success rate', figures: true, cell: ({ successRate }) => formatShare(successRate) },
            {
              title: 'L0',
              figures: true,
              hint: 'Mean number of values changed',
              cell: ({ meanL0 }) => formatNumber(meanL0),
            },
            {
              title: 'L1',
              figures: true,
              hint: 'Mean sum of absolute changes',
              cell: ({ meanL1 }) => formatNumber(meanL1),
            },
            {
              title: 'L2',
              figures: true,
              hint: 'Mean Euclidean length',
              cell: ({ meanL2 }) => formatNumber(meanL2),
            },
            {
              title: 'Linf',
              figures: true,
              hint: 'Mean greatest change',
              cell: ({ meanLinf }) => formatNumber(meanLinf),
            },
            {
              title: 'Passes, forward / backward',
              figures: true,
              hint: 'Over all images',
              cell: ({ forwardQueries, backwardQueries }) =>
                `${formatCount(forwardQueries)} / ${formatCount(backwardQueries)}`,
            },
          ]}
        />
      </Section>
      <AttackedImageGrid set={set} search={await searchParams} />
      <Section title="Parameters">
        {attack && (
          <Facts
            items={[
              ['Method', attack.title],
              ['Bounds the norm', attack.norm],
              [
                'Aims at',
                attack.goal === 'FIXED_BUDGET' ? 'staying within epsilon' : 'the smallest perturbation',
              ],
            ]}
          />
        )}
        <ParameterList parameters={set.parameters} />
      </Section>
    </ThingFrame>
  );
}
