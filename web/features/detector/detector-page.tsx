import { graphql } from '@fiducial/schema';
import { Alert, Anchor, Text } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { DataTable } from '../../parts/data-table';
import { type Fact, Facts } from '../../parts/facts';
import { ButtonLink, TextLink } from '../../parts/links';
import { ParameterList } from '../../parts/parameter-list';
import { Section } from '../../parts/section';
import { ThreatMark } from '../../parts/threat-mark';
import { formatBytes, formatCount, formatNumber, formatShare } from '../../text/numbers';
import { MetricCurves } from '../run/metric-curves';
import { LeakageFields, LeakageNotice } from '../sample/leakage-notice';
import { deviationWords, SeedRows, SeedSpreadFields } from '../test-bed/seed-spread';
import { SeedTable } from '../test-bed/seed-table';
import { SpreadTable } from '../test-bed/spread-table';
import { MakingRun, ThingFrame } from '../thing/thing-frame';
import { BundleFields, DownloadBundle } from './download-bundle';
import { EvaluationsOfDetector, EvaluationTable } from './evaluation-table';
import { repeatFields } from './repeat-fields';
import { ThresholdFields, ThresholdTable } from './threshold-table';

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
          ...ThresholdFields
          trainedOn
          strongestThreatLevel
          project { id }
          method { title summary source parameters { name description default options } }
          model { id name }
          referenceSet { id name }
          sample { id name validationCount ...LeakageFields }
          referenceHoldsSample
          bundle { ...BundleFields }
          ...EvaluationsOfDetector
          seedSpread { ...SeedSpreadFields ...SeedRows }
          run {
            ...MakingRun
            taskVersion
            metrics { name steps values thinned }
            outputs { name bytes mediaType url }
          }
        }
      }
    }
  `,
  [
    MakingRun,
    LeakageFields,
    BundleFields,
    ThresholdFields,
    EvaluationsOfDetector,
    SeedSpreadFields,
    SeedRows,
  ],
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
  const { id, name, run, method, project, threshold } = detector;
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
      next={evaluate}
      actions={
        <>
          <ButtonLink href={paths.tryIt(id)} variant="default">
            Try it
          </ButtonLink>
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
      <EvaluationTable detector={detector} evaluate={evaluate} />
      {seedSpread && (
        <Section title="Over seeds" note={deviationWords}>
          <SpreadTable spreads={[seedSpread]} />
          <div style={{ marginTop: 28 }}>
            <SeedTable spread={seedSpread} />
          </div>
        </Section>
      )}
      <ThresholdTable detector={detector} />
      <Section title="Parameters">
        <ParameterList parameters={detector.parameters} described={method?.parameters} />
      </Section>
      {run.metrics.length > 0 && (
        <Section title="Training">
          <MetricCurves metrics={run.metrics} name={name} />
        </Section>
      )}
      <Section title="Files">
        {threshold !== null && run.taskVersion === null && (
          <Text size="sm" c="dimmed" mb="sm">
            There is no bundle of it: which version of the code fitted it was not recorded then. Fit it again
            with the same parameters; its result is taken over.
          </Text>
        )}
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

function factsOf(detector: Awaited<ReturnType<typeof readDetector>>): Fact[] {
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
