import { graphql } from '@fiducial/schema';
import { Anchor, Text } from '@mantine/core';
import type { Metadata } from 'next';
import type { Search } from '../../lib/address';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { type Fact, Facts } from '../../parts/facts';
import { ButtonLink, TextLink } from '../../parts/links';
import { ParameterList } from '../../parts/parameter-list';
import { Section } from '../../parts/section';
import { formatShare } from '../../text/numbers';
import { formWords } from '../run/form-words';
import { AttackedImageGrid } from '../thing/attacked-images';
import { MakingRun, ThingFrame } from '../thing/thing-frame';
import classes from './attack-set.module.css';
import { OptimalityLine } from './optimality-line';
import { QualityFlags, QualityReport } from './quality-flags';
import { SecurityCurve } from './security-curve';
import { AttackOutcomes, SuccessTable } from './success-table';
import { TraceCharts } from './trace-charts';

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
          attack { title summary source norm goal parameters { name description default options } }
          model { id name }
          sample { id name }
          quantization
          threatLevel
          testOnly
          target { id name }
          surrogate { id name }
          zeroGradientShare
          outcomes { attacked successful }
          securityCurve { budget successRate }
          norm
          traces { loss success }
          optimality { norm sets images best medianRatio meanRatio }
          ...AttackOutcomes
          ...QualityFlags
          run { ...MakingRun }
        }
      }
    }
  `,
  [MakingRun, AttackOutcomes, QualityFlags],
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

/** The form's words for what a set has of no method. */
const epsilonWords = formWords('attack').described.filter(({ name }) => name === 'epsilons');

const threatLevels = {
  ZERO: 'zero knowledge of any detector',
  LIMITED: 'limited knowledge: a surrogate was attacked',
  PERFECT: 'perfect knowledge of the detector',
} as const;

type Shown = Awaited<ReturnType<typeof readAttackSet>>;

/** Which detector it is meant to get past, and which one its attacker was given. */
function knowledge({ target, surrogate, testOnly }: Shown): Fact[] {
  if (!target) return [];
  return [
    [
      'To get past',
      <TextLink key="target" href={paths.detector(target.id)}>
        {target.name}
      </TextLink>,
    ],
    ...(surrogate
      ? [
          [
            'Knew',
            <TextLink key="surrogate" href={paths.detector(surrogate.id)}>
              {surrogate.name}
            </TextLink>,
          ] as const,
        ]
      : []),
    ['Attacked', testOnly ? 'the test images of the sample' : 'all images of the sample'],
  ];
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
          {set.target && (
            <>
              {' '}
              and its detector <TextLink href={paths.detector(set.target.id)}>{set.target.name}</TextLink>
            </>
          )}
        </>
      }
      next={
        set.target ? null : (
          <ButtonLink
            href={
              control
                ? paths.launch(project.id, 'evaluation', { sampleId: sample.id, attackSetId: id })
                : paths.launch(project.id, 'detector', { sampleId: sample.id, trainOn: id })
            }
          >
            {control ? 'Evaluate a detector on it' : 'Fit a detector'}
          </ButtonLink>
        )
      }
      actions={
        set.target && (
          <ButtonLink href={paths.threatLevels(set.target.id)}>What got past the detector</ButtonLink>
        )
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
      <QualityReport set={set} />
      <Section
        title="Success"
        note="norms in units of the model’s input: median over images fooled, in brackets the mean over all"
      >
        <SuccessTable set={set} />
      </Section>
      {set.norm && set.securityCurve.length > 0 && (
        <Section title="Security curve">
          <div className={classes.curve}>
            <SecurityCurve
              name={name}
              norm={set.norm}
              control={control}
              images={outcomes[0]?.attacked ?? 0}
              tried={set.epsilons[0] !== null}
              points={set.securityCurve}
            />
            {set.optimality && <OptimalityLine optimality={set.optimality} />}
          </div>
        </Section>
      )}
      {set.traces.length > 0 && (
        <Section title="Trace" note="means over all images, by number of the query">
          <TraceCharts name={name} budgets={set.epsilons} traces={set.traces} />
        </Section>
      )}
      <AttackedImageGrid set={set} search={await searchParams} />
      <Section title="Parameters">
        {attack && (
          <Facts
            items={[
              ['Method', attack.title],
              ['Norm', set.norm ?? attack.norm],
              [
                'Aims at',
                attack.goal === 'FIXED_BUDGET' ? 'staying within epsilon' : 'the smallest perturbation',
              ],
              ['Threat level', threatLevels[set.threatLevel]],
              ...knowledge(set),
              [
                'Images kept as',
                set.quantization === 'UINT8' ? '8 bit, judged after rounding' : 'single-precision floats',
              ],
              ['Rows with a zero gradient', formatShare(set.zeroGradientShare)],
            ]}
          />
        )}
        <ParameterList
          parameters={{
            epsilons: set.epsilons.filter((epsilon) => epsilon !== null),
            parameters: set.parameters,
          }}
          described={[...epsilonWords, ...(attack?.parameters ?? [])]}
        />
      </Section>
    </ThingFrame>
  );
}
