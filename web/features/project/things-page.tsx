import type { ReactNode } from 'react';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Ago } from '../../parts/ago';
import { type Column, DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Estimate } from '../../parts/estimate';
import { ButtonLink, TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { type NamedThing, ThingName } from '../../parts/thing-name';
import { ThreatMark } from '../../parts/threat-mark';
import { counted } from '../../text/names';
import { formatCount, formatEpsilon, formatNumber, formatShare, formatUnit } from '../../text/numbers';
import { QualityMark } from '../attack-set/quality-flags';
import type { LaunchId } from '../launch/launch-titles';
import { settingInWords } from '../layer-sweep/setting-words';
import { RefreshOnRuns } from '../run/use-live-runs';
import { ProjectThings } from './thing-list';

interface Group<Row extends NamedThing> {
  readonly title: string;
  readonly form: LaunchId;
  readonly action: string;
  readonly empty: string;
  readonly list: { readonly totalCount: number; readonly edges: readonly { readonly node: Row }[] };
  readonly columns: readonly Column<Row>[];
}

/** Everything in a project, as tables. */
export async function ThingsPage({ params }: { params: Promise<{ id: string }> }) {
  const id = idOfSegment((await params).id);
  const project = await readNode(ProjectThings, { id }, 'Project');
  const section = <Row extends NamedThing & { createdAt: string }>(group: Group<Row>): ReactNode => (
    <ThingSection key={group.title} projectId={id} group={group} />
  );
  return (
    <>
      <RefreshOnRuns projectIds={[id]} />
      {section({
        title: 'Data sets',
        form: 'dataset',
        action: 'Import a data set',
        empty: 'Images with labels, in splits for training and testing.',
        list: project.datasets,
        columns: [
          { title: 'Images', figures: true, cell: ({ itemCount }) => formatCount(itemCount) },
          { title: 'Shape', figures: true, cell: ({ inputShape }) => inputShape.join(' × ') || '–' },
          { title: 'Classes', figures: true, cell: ({ classNames }) => classNames.length || '–' },
        ],
      })}
      {section({
        title: 'Models',
        form: 'model',
        action: 'Train a model',
        empty: 'Classifiers: what is attacked and watched.',
        list: project.models,
        columns: [
          {
            title: 'Data set',
            cell: ({ dataset }) => <TextLink href={paths.dataset(dataset.id)}>{dataset.name}</TextLink>,
          },
          { title: 'Clean accuracy', figures: true, cell: ({ cleanAccuracy }) => formatShare(cleanAccuracy) },
        ],
      })}
      {section({
        title: 'Samples',
        form: 'sample',
        action: 'Draw a sample',
        empty: 'Correctly classified images drawn for a study; attacks are made on them.',
        list: project.samples,
        columns: [
          {
            title: 'Model',
            cell: ({ model }) => <TextLink href={paths.model(model.id)}>{model.name}</TextLink>,
          },
          { title: 'Train', figures: true, cell: ({ trainCount }) => formatCount(trainCount) },
          { title: 'Validation', figures: true, cell: ({ validationCount }) => formatCount(validationCount) },
          { title: 'Test', figures: true, cell: ({ testCount }) => formatCount(testCount) },
          { title: 'Errors', figures: true, cell: ({ errorCount }) => formatCount(errorCount) },
        ],
      })}
      {section({
        title: 'Attack sets',
        form: 'attack',
        action: 'Attack a model',
        empty: 'Adversarial twins of all images of a sample.',
        list: project.attackSets,
        columns: [
          {
            title: 'Attack',
            cell: ({ attack, control }) => `${attack?.title ?? 'unknown'}${control ? ' (control)' : ''}`,
          },
          {
            title: 'Sample',
            cell: ({ sample }) => <TextLink href={paths.sample(sample.id)}>{sample.name}</TextLink>,
          },
          { title: 'Epsilon', figures: true, cell: ({ epsilons }) => epsilons.map(formatEpsilon).join(', ') },
          {
            title: 'Success',
            figures: true,
            cell: ({ outcomes }) =>
              outcomes.map(({ successRate }) => formatShare(successRate)).join(', ') || '–',
          },
          { title: 'Quality', cell: (set) => <QualityMark set={set} /> },
        ],
      })}
      {section({
        title: 'Reference sets',
        form: 'reference-set',
        action: 'Build a reference set',
        empty: 'Activations of the model’s own training images, with which detectors compare.',
        list: project.referenceSets,
        columns: [
          {
            title: 'Model',
            cell: ({ model }) => <TextLink href={paths.model(model.id)}>{model.name}</TextLink>,
          },
          { title: 'Layers', cell: ({ layers }) => layers.join(', ') },
          { title: 'Images', figures: true, cell: ({ count }) => formatCount(count) },
        ],
      })}
      {section({
        title: 'Detectors',
        form: 'detector',
        action: 'Fit a detector',
        empty: 'They give every input a score, higher for inputs more likely adversarial.',
        list: project.detectors,
        columns: [
          { title: 'Method', cell: ({ method }) => method?.title ?? 'unknown' },
          {
            title: 'Reference set',
            cell: ({ referenceSet }) => (
              <TextLink href={paths.referenceSet(referenceSet.id)}>{referenceSet.name}</TextLink>
            ),
          },
          { title: 'Threshold', figures: true, cell: ({ threshold }) => formatNumber(threshold) },
        ],
      })}
      {section({
        title: 'Layer sweeps',
        form: 'layer-sweep',
        action: 'Sweep the layers',
        empty:
          'All settings of the kNN score tried in one sweep: every layer, preprocessing, weighting and k.',
        list: project.layerSweeps,
        columns: [
          {
            title: 'Reference set',
            cell: ({ referenceSet }) => (
              <TextLink href={paths.referenceSet(referenceSet.id)}>{referenceSet.name}</TextLink>
            ),
          },
          {
            title: 'Sample',
            cell: ({ sample }) => <TextLink href={paths.sample(sample.id)}>{sample.name}</TextLink>,
          },
          {
            title: 'Best setting',
            cell: ({ bestSetting }) => (bestSetting ? settingInWords(bestSetting) : '–'),
          },
          {
            title: 'Macro-AUC, test',
            figures: true,
            hint: 'Of the setting that is best on validation images.',
            cell: ({ macroAuc }) => formatUnit(macroAuc),
          },
        ],
      })}
      {section({
        title: 'Evaluations',
        form: 'evaluation',
        action: 'Evaluate a detector',
        empty: 'Detectors judged on held-out images, errors, attacks and controls.',
        list: project.evaluations,
        columns: [
          {
            title: 'Detector',
            cell: ({ detector, strongestThreatLevel }) => (
              <>
                <TextLink href={paths.detector(detector.id)}>{detector.name}</TextLink>
                <div>
                  <ThreatMark level={strongestThreatLevel} detectorId={detector.id} />
                </div>
              </>
            ),
          },
          { title: 'Inputs', figures: true, cell: ({ inputCount }) => formatCount(inputCount) },
          {
            title: 'Macro-AUC',
            figures: true,
            cell: (row) => <Estimate value={row.macroAuc} low={row.macroAucLow} high={row.macroAucHigh} />,
          },
        ],
      })}
    </>
  );
}

function ThingSection<Row extends NamedThing & { createdAt: string }>({
  projectId,
  group: { title, form, action, empty, list, columns },
}: {
  projectId: string;
  group: Group<Row>;
}) {
  const rows = list.edges.map(({ node }) => node);
  const button = (
    <ButtonLink href={paths.launch(projectId, form)} variant="default" size="xs">
      {action}
    </ButtonLink>
  );
  const all: readonly Column<Row>[] = [
    { title: 'Name', cell: (row) => <ThingName thing={row} /> },
    ...columns,
    { title: 'Launched', figures: true, cell: ({ createdAt }) => <Ago at={createdAt} /> },
  ];
  return (
    <Section
      title={title}
      note={
        rows.length < list.totalCount
          ? `the newest ${rows.length} of ${counted(list.totalCount, 'thing')}`
          : undefined
      }
      actions={rows.length > 0 && button}
    >
      {rows.length === 0 ? (
        <Empty action={button}>{empty}</Empty>
      ) : (
        <DataTable label={title} columns={all} rows={rows} rowKey={({ id }) => id} />
      )}
    </Section>
  );
}
