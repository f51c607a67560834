import { graphql } from '@fiducial/schema';
import { Alert, Anchor, Text } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { Fragment } from 'react';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Estimate } from '../../parts/estimate';
import { Facts } from '../../parts/facts';
import { ButtonLink, TextLink } from '../../parts/links';
import { ParameterList } from '../../parts/parameter-list';
import { Section } from '../../parts/section';
import { ThingName } from '../../parts/thing-name';
import { ThreatMark } from '../../parts/threat-mark';
import { formatBytes, formatCount, formatNumber, formatShare } from '../../text/numbers';
import { MetricCurves } from '../run/metric-curves';
import { LeakageFields, LeakageNotice } from '../sample/leakage-notice';
import { deviationWords, SeedRows, SeedSpreadFields } from '../test-bed/seed-spread';
import { SeedTable } from '../test-bed/seed-table';
import { SpreadTable } from '../test-bed/spread-table';
import { MakingRun, ThingFrame } from '../thing/thing-frame';
import { BundleFields, DownloadBundle } from './download-bundle';
import { repeatFields } from './repeat-fields';

const DetectorQuery = graphql(
  `
    query Detector($id: ID!) {
      node(id: $id) {
        __typename
        ... on Detector {
          id
          name
          parameters
          methodId
          attackSets { id }
          threshold
          thresholdFalsePositiveRate
          thresholds {
            rule rate threshold authentic attacked
            sample { id name }
            partition
            attackSets { id name }
            setAt
          }
          trainedOn
          strongestThreatLevel
          project { id }
          method { title summary source parameters { name description default } }
          model { id name }
          referenceSet { id name }
          sample { id name validationCount ...LeakageFields }
          referenceHoldsSample
          bundle { ...BundleFields }
          evaluations {
            __typename id name macroAuc macroAucLow macroAucHigh inputCount millisecondsPerInput
            run { id status }
          }
          seedSpread { ...SeedSpreadFields ...SeedRows }
          run {
            ...MakingRun
            metrics { name steps values thinned }
            outputs { name bytes mediaType url }
          }
        }
      }
    }
  `,
  [MakingRun, LeakageFields, BundleFields, SeedSpreadFields, SeedRows],
);

interface Props {
  readonly params: Promise<{ id: string }>;
}

const readDetector = async (params: Props['params']) =>
  readNode(DetectorQuery, { id: idOfSegment((await params).id) }, 'Detector');

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readDetector(params)).name };
}

/** How was it made? */
export async function DetectorPage({ params }: Props) {
  const detector = await readDetector(params);
  const { id, name, run, method, evaluations, project } = detector;
  const evaluate = (
    <ButtonLink href={paths.launch(project.id, 'evaluation', { detectorId: id })}>Evaluate it</ButtonLink>
  );
  const { seedSpread } = detector;
  const repeat = paths.launch(project.id, 'repeat', repeatFields(detector));
  return (
    <ThingFrame
      name={name}
      kind={method?.title ?? 'Detector'}
      run={run}
      description={
        <>
          watches <TextLink href={paths.model(detector.model.id)}>{detector.model.name}</TextLink>
          {detector.strongestThreatLevel !== 'PERFECT' && ' · '}
          <ThreatMark level={detector.strongestThreatLevel} detectorId={id} />
        </>
      }
      actions={
        <>
          {evaluate}
          <ButtonLink href={paths.threatLevels(id)} variant="default">
            Threat levels
          </ButtonLink>
          {detector.bundle && <DownloadBundle bundle={detector.bundle} />}
          <ButtonLink href={repeat} variant="default">
            Repeat over seeds
          </ButtonLink>
        </>
      }
    >
      {method && (
        <Text mb="lg" maw={760}>
          {method.summary}{' '}
          <Anchor href={method.source} inherit>
            Source
          </Anchor>
        </Text>
      )}
      <Facts items={factsOf(detector)} />
      {detector.referenceHoldsSample ? (
        <Alert color="orange" icon={<IconCopy aria-hidden="true" />} title="Compared with themselves" mb="lg">
          {detector.referenceSet.name} was made of the split that {detector.sample.name} was drawn from: every
          image of the sample is its own nearest neighbor, which no new image will be.
        </Alert>
      ) : (
        <LeakageNotice sample={detector.sample} linked />
      )}
      <Section title="Evaluations">
        {evaluations.length > 0 ? (
          <DataTable
            label="Evaluations"
            rows={evaluations}
            rowKey={(evaluation) => evaluation.id}
            columns={[
              { title: 'Evaluation', cell: (evaluation) => <ThingName thing={evaluation} /> },
              { title: 'Inputs', figures: true, cell: ({ inputCount }) => formatCount(inputCount) },
              {
                title: 'Macro-AUC',
                figures: true,
                cell: (row) => (
                  <Estimate value={row.macroAuc} low={row.macroAucLow} high={row.macroAucHigh} />
                ),
              },
              {
                title: 'ms per input',
                figures: true,
                cell: ({ millisecondsPerInput }) => formatNumber(millisecondsPerInput),
              },
            ]}
          />
        ) : (
          <Empty action={evaluate}>
            How well it tells adversarial inputs from authentic ones is shown here once it is evaluated.
          </Empty>
        )}
      </Section>
      {seedSpread && (
        <Section title="Over seeds" note={deviationWords}>
          <SpreadTable spreads={[seedSpread]} />
          <div style={{ marginTop: 28 }}>
            <SeedTable spread={seedSpread} />
          </div>
        </Section>
      )}
      {detector.thresholds.length > 0 && (
        <Section title="Thresholds" note="scores strictly above are flagged">
          <DataTable
            label="Thresholds"
            rows={detector.thresholds}
            rowKey={({ rule, rate }) => `${rule} ${rate}`}
            columns={[
              { title: 'Rule', cell: ({ rule, rate }) => ruleWords[rule](formatShare(rate)) },
              {
                title: 'Threshold',
                figures: true,
                cell: ({ threshold }) => (threshold === null ? 'too few images' : formatNumber(threshold)),
              },
              { title: 'Authentic images', figures: true, cell: ({ authentic }) => formatCount(authentic) },
              { title: 'Adversarial images', figures: true, cell: ({ attacked }) => formatCount(attacked) },
              { title: 'Set on', cell: (threshold) => <SetOn threshold={threshold} /> },
              { title: 'Set', figures: true, cell: ({ setAt }) => (setAt ? <Ago at={setAt} /> : '–') },
            ]}
          />
        </Section>
      )}
      <Section title="Parameters">
        <ParameterList parameters={detector.parameters} described={method?.parameters} />
      </Section>
      {run.metrics.length > 0 && (
        <Section title="Training">
          <MetricCurves metrics={run.metrics} name={name} />
        </Section>
      )}
      <Section title="Files">
        <DataTable
          label="Files"
          rows={run.outputs}
          rowKey={(file) => file.name}
          columns={[
            {
              title: 'File',
              cell: (file) => (
                <Anchor href={file.url} download inherit>
                  {file.name}
                </Anchor>
              ),
            },
            { title: 'Type', cell: ({ mediaType }) => mediaType },
            { title: 'Size', figures: true, cell: ({ bytes }) => formatBytes(bytes) },
          ]}
        />
      </Section>
    </ThingFrame>
  );
}

/** The images that a threshold was set on, and their attacks where it looked at any. */
function SetOn({
  threshold: { sample, partition, attackSets },
}: {
  threshold: Awaited<ReturnType<typeof readDetector>>['thresholds'][number];
}) {
  return (
    <>
      {partition} part of <TextLink href={paths.sample(sample.id)}>{sample.name}</TextLink>
      {attackSets.length > 0 && (
        <Text size="xs" c="dimmed">
          with{' '}
          {attackSets.map(({ id, name }, at) => (
            <Fragment key={id}>
              {at > 0 && ', '}
              <TextLink href={paths.attackSet(id)}>{name}</TextLink>
            </Fragment>
          ))}
        </Text>
      )}
    </>
  );
}

/** What each rule promises, with its rate. */
const ruleWords = {
  FALSE_POSITIVE_RATE: (rate: string) => `${rate} of the authentic images lie above`,
  CONFORMAL: (rate: string) =>
    `A new authentic image lies above with a probability of at most ${rate} (conformal)`,
  EQUAL_ERROR: () => 'False positives and false negatives are equally frequent',
  YOUDEN: () => 'True positive rate minus false positive rate is greatest (Youden)',
} as const;

function factsOf(detector: Awaited<ReturnType<typeof readDetector>>): Parameters<typeof Facts>[0]['items'] {
  const { threshold, thresholdFalsePositiveRate, referenceSet, sample, trainedOn } = detector;
  return [
    [
      'Compares with',
      <TextLink key="set" href={paths.referenceSet(referenceSet.id)}>
        {referenceSet.name}
      </TextLink>,
    ],
    [
      'Fitted with',
      <TextLink key="sample" href={paths.sample(sample.id)}>
        {sample.name}
      </TextLink>,
    ],
    ['Learned from', trainedOn.length > 0 ? trainedOn.join(', ') : 'no attack: it needs none'],
    ['Flags scores above', formatNumber(threshold)],
    [
      'Set on',
      `${formatCount(sample.validationCount)} authentic validation images, of which ${formatShare(thresholdFalsePositiveRate)} lie above`,
    ],
  ];
}
