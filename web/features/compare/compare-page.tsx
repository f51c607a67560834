'use client';

import { Alert, SegmentedControl, Select, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryStates } from 'nuqs';
import { Suspense, useCallback, useDeferredValue, useMemo, useTransition } from 'react';
import { paths } from '../../lib/paths';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { TryAgain } from '../../parts/try-again';
import { formatCount } from '../../text/numbers';
import { mayChange } from '../account/may-change';
import { ReportFromComparison } from '../report/report-from-comparison';
import { LeakageNotice } from '../sample/leakage-notice';
import { ShareButton } from '../shared/share-button';
import classes from './compare.module.css';
import type { CompareDetails, ScoreSpreads } from './compare-details';
import type { Comparison } from './compare-query';
import { cellViews, compareParsers, denominators } from './compare-state';
import { comparedDetectors, comparedEvaluations, pairTests } from './compared-detector';
import { conclusion } from './conclusion';
import { CostPanel } from './cost-panel';
import { DisagreementSection } from './disagreement-section';
import { EvaluationChooser } from './evaluation-chooser';
import { EvaluationComments } from './evaluation-comments';
import { ExportMenu } from './export-menu';
import { generalizationNote, learnsFromAttacks } from './generalization';
import { GeneralizationTable } from './generalization-table';
import { LateConfidences, LateScores } from './late-panels';
import { OperatingTable } from './operating-table';
import type { PackedCurves } from './packed-comparison';
import { ParameterTable } from './parameter-table';
import { resultTable } from './result-table';
import { ResultsTable } from './results-table';
import { RocPanel } from './roc-panel';
import { ThresholdControl } from './threshold-control';
import { type ThresholdAddress, useThreshold } from './use-threshold';

/** Which detector is better, and is the difference real? All of its state is in the address. */
export function ComparePage({
  comparison,
  curves,
  details,
  countedAt,
}: {
  readonly comparison: Comparison;
  readonly curves: PackedCurves;
  /** Missing where they are many: it is asked for as one goes down the page. */
  readonly details: CompareDetails | undefined;
  /** The threshold that the counts in it are at. */
  readonly countedAt: ThresholdAddress;
}) {
  const [pending, startTransition] = useTransition();
  // What changes the data is asked from the server; the page stays until it is there.
  const [state, setState] = useQueryStates(compareParsers, { shallow: false, startTransition });
  const detectors = useMemo(() => comparedDetectors(comparison, curves), [comparison, curves]);
  const compared = useMemo(() => comparedEvaluations(detectors), [detectors]);
  const rows = useMemo(() => resultTable(compared, pairTests(comparison)), [compared, comparison]);
  const { setting, points, move, keep, failed, again } = useThreshold(detectors, countedAt);
  // What is far from the control, or large, follows when there is time: the control itself must not wait for it.
  const followed = useDeferredValue(points);
  const range = useMemo(() => scoreRange(detectors, details?.spreads), [detectors, details]);
  const chosen = useMemo(() => detectors.map(({ id }) => id), [detectors]);
  const filter = useMemo(() => ({ attack: state.attack, over: state.over }), [state.attack, state.over]);
  const choose = useCallback(
    (evaluations: string[]) => void setState({ evaluations }, { history: 'push' }),
    [setState],
  );
  const { over } = denominators.find(({ value }) => value === state.over) ?? denominators[0];
  const attack = comparison.attackSets.find(({ id }) => id === state.attack)?.name ?? 'all attacks pooled';
  const remove = useCallback(
    (id: string) => void setState({ evaluations: chosen.filter((of) => of !== id) }),
    [setState, chosen],
  );
  const project = comparison.projects.find(({ id }) => id === comparison.evaluations[0]?.project.id);
  const said = conclusion(compared, rows);
  return (
    <>
      <PageHead
        crumbs={project ? [{ title: project.name, href: paths.project(project.id) }] : []}
        title={detectors.length === 1 ? (detectors[0]?.name ?? '') : 'Compare'}
        description={<Inputs comparison={comparison} detectors={detectors} />}
        actions={
          <>
            <EvaluationChooser
              evaluations={project?.leaderboard ?? nothing}
              chosen={chosen}
              onChoose={choose}
            />
            {project && mayChange(project.viewerRole) && (
              <>
                <ReportFromComparison
                  projectId={project.id}
                  evaluationIds={chosen}
                  said={said}
                  state={state}
                  falsePositiveRate={setting.by === 'falsePositiveRate' ? setting.value : null}
                />
                <ShareButton what="this comparison" shows={{ evaluationIds: chosen }} />
              </>
            )}
            <ExportMenu table={{ evaluations: compared, rows, over }} />
          </>
        }
      />
      {comparison.warning && (
        <Alert color="orange" icon={<IconAlertTriangle />} mb="lg" title="Not the same inputs">
          {comparison.warning}
        </Alert>
      )}
      {[...new Map(comparison.evaluations.map(({ sample }) => [sample.id, sample])).values()].map(
        (sample) => (
          <LeakageNotice key={sample.id} sample={sample} linked />
        ),
      )}
      {said && <Text className={classes.conclusion}>{said}</Text>}

      <div className={classes.controls}>
        <Select
          size="xs"
          label="Attack"
          className={classes.attack}
          allowDeselect={false}
          value={state.attack}
          data={[
            { value: '', label: 'All attacks pooled' },
            ...comparison.attackSets.map(({ id, name, control }) => ({
              value: id,
              label: control ? `${name} (control)` : name,
            })),
          ]}
          onChange={(value) => setState({ attack: value || null })}
        />
        <fieldset className={classes.control}>
          <legend className={classes.controlLabel}>Metrics over</legend>
          <SegmentedControl
            size="xs"
            aria-label="Which inputs the metrics are over"
            value={state.over}
            data={denominators.map(({ value, label }) => ({ value, label }))}
            onChange={(value) => setState({ over: value as typeof state.over })} // one of the data above
          />
        </fieldset>
        <ThresholdControl setting={setting} range={range} onMove={move} onKeep={keep} />
      </div>

      <div className={classes.panels} data-pending={pending || undefined} aria-busy={pending}>
        <RocPanel detectors={detectors} points={points} over={attack} />
        {/* What lies further down comes to life after the curves: hydrating fifty rows of it first held them up. */}
        <Suspense>
          <div className={classes.underCharts}>
            {failed && (
              <TryAgain again={again}>
                The counts at this threshold did not come: the table still shows those of the one before.
              </TryAgain>
            )}
            <OperatingTable
              detectors={detectors}
              points={points}
              by={setting.by}
              over={attack}
              onRemove={remove}
            />
          </div>
          <Section
            title="Results by attack"
            note={over}
            actions={
              <SegmentedControl
                size="xs"
                className={classes.views}
                aria-label="What the cells show"
                value={state.cells}
                data={cellViews.map(({ value, label }) => ({ value, label }))}
                onChange={(value) => setState({ cells: value as typeof state.cells }, { shallow: true })} // one of the data above
              />
            }
          >
            <ResultsTable
              detectors={detectors}
              rows={rows}
              {...(state.cells === 'flagged' && { points: followed })}
              cells={state.cells}
              linked={state.over}
            />
            <Text size="xs" c="dimmed" mt="xs" maw={900}>
              {state.cells === 'flagged'
                ? 'Share of inputs with a score above the threshold; adversarials are the successful ones. Click a number to see these inputs.'
                : 'In grey: 95 % interval (DeLong, clustered by original image). Bold: best of its column. n.s.: not significantly different from the best (paired DeLong test, p ≥ 0.05 after Holm’s correction for the number of pairs). A control is no attack: an AUC well above 0.5 means that the detector finds noise, not attacks. Click a number to see the inputs that it is over.'}
            </Text>
          </Section>
          {learnsFromAttacks(comparison) && (
            <Section title="Attacks seen and unseen" note={generalizationNote(comparison)}>
              <GeneralizationTable comparison={comparison} />
            </Section>
          )}
          <Section
            title="Is the prediction right?"
            note="scores as probabilities, calibrated on other images (isotonic, five folds)"
          >
            <LateConfidences detectors={detectors} details={details} />
          </Section>
          <Section
            title="Score distributions"
            note="bar height: square root of the share; mass at exactly 0 or 1 stands beyond the axis"
          >
            <LateScores detectors={detectors} details={details} points={followed} />
          </Section>
          {detectors.length > 1 && (
            <Section title="What it costs" note="measured on this server while they were judged">
              <CostPanel detectors={detectors} />
            </Section>
          )}
          {detectors.length > 1 && (
            <Section title="Parameters that differ">
              <ParameterTable detectors={detectors} />
            </Section>
          )}
          {detectors.length > 1 && comparison.sameInputs && (
            <DisagreementSection detectors={detectors} points={followed} filter={filter} />
          )}
          <EvaluationComments detectors={detectors} />
        </Suspense>
      </div>
    </>
  );
}

const nothing: readonly [] = [];

function Inputs({
  comparison: { evaluations, sameInputs },
  detectors,
}: {
  readonly comparison: Comparison;
  readonly detectors: ReturnType<typeof comparedDetectors>;
}) {
  const first = evaluations[0];
  const groups = detectors[0]?.operatingPoint.groups ?? [];
  const count = (group: string) =>
    groups.filter((of) => of.group === group).reduce((sum, { n }) => sum + n, 0);
  const counted = `${formatCount(count('AUTHENTIC'))} authentic, ${formatCount(count('ERROR'))} errors, ${formatCount(count('ADVERSARIAL'))} successful adversarials, ${formatCount(count('CONTROL'))} controls`;
  if (!first) return null;
  const { name, dataset } = first.detector.model;
  // Many models are called by what they learned from.
  const where = name.includes(dataset.name) ? name : `${name} on ${dataset.name}`;
  if (detectors.length === 1) return `${where}: ${counted}.`;
  return sameInputs
    ? `${detectors.length} detectors on the same inputs: ${counted}. ${where}.`
    : `${detectors.length} detectors, not on the same inputs.`;
}

/** Least and greatest score over all detectors: the ends of the threshold's slider. */
function scoreRange(
  detectors: ReturnType<typeof comparedDetectors>,
  spreads: ScoreSpreads | undefined,
): [number, number] {
  const ends = spreads
    ? spreads.map(({ scoreHistograms }) => scoreHistograms[0]?.edges ?? [0, 1])
    : // From the strictest, after the one that flags nothing, to the loosest.
      detectors.map(({ curve }) => [...(curve?.thresholds.slice(1) ?? [0, 1])].reverse());
  return [Math.min(0, ...ends.map((of) => of[0] ?? 0)), Math.max(1, ...ends.map((of) => of.at(-1) ?? 1))];
}
