'use client';

import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryStates } from 'nuqs';
import { Suspense, useCallback, useDeferredValue, useMemo, useTransition } from 'react';
import { paths } from '../../lib/paths';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { TryAgain } from '../../parts/try-again';
import { LeakageNotice } from '../sample/leakage-notice';
import classes from './compare.module.css';
import { CompareActions } from './compare-actions';
import { CompareControls } from './compare-controls';
import type { CompareDetails } from './compare-details';
import type { Comparison } from './compare-query';
import { compareParsers, denominatorOf } from './compare-state';
import { comparedDetectors, comparedEvaluations, pairTests } from './compared-detector';
import { conclusion } from './conclusion';
import { CostPanel } from './cost-panel';
import { DisagreementSection } from './disagreement-section';
import { EvaluationComments } from './evaluation-comments';
import { ExportMenu } from './export-menu';
import { generalizationNote, learnsFromAttacks } from './generalization';
import { GeneralizationTable } from './generalization-table';
import { inputsInWords } from './inputs-in-words';
import { LateConfidences, LateScores } from './late-panels';
import { OperatingTable } from './operating-table';
import type { PackedCurves } from './packed-comparison';
import { ParameterTable } from './parameter-table';
import { authenticCounts } from './rate-resolution';
import { resultTable } from './result-table';
import { ResultsSection } from './results-section';
import { RocPanel } from './roc-panel';
import { scoreRange } from './score-range';
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
  const [address, setState] = useQueryStates(compareParsers, { shallow: false, startTransition });
  const attackSet = comparison.attackSets.find(({ id }) => id === address.attack);
  // What the address asks for and the comparison does not have, the server left out, too.
  const attackId = attackSet?.id ?? '';
  const state = useMemo(() => ({ ...address, attack: attackId }), [address, attackId]);
  const detectors = useMemo(() => comparedDetectors(comparison, curves), [comparison, curves]);
  const compared = useMemo(() => comparedEvaluations(detectors), [detectors]);
  const rows = useMemo(() => resultTable(compared, pairTests(comparison)), [compared, comparison]);
  const { setting, points, thresholds, move, keep, failed, again } = useThreshold(detectors, countedAt, {
    attack: state.attack || null,
    over: state.over,
  });
  // What is far from the control, or large, follows when there is time: the control itself must not wait for it.
  const followed = useDeferredValue(points);
  const linkedAt = useDeferredValue(thresholds);
  const range = useMemo(() => scoreRange(detectors, details?.spreads), [detectors, details]);
  const authentic = useMemo(() => authenticCounts(detectors), [detectors]);
  const chosen = useMemo(() => detectors.map(({ id }) => id), [detectors]);
  const filter = useMemo(() => ({ attack: state.attack, over: state.over }), [state.attack, state.over]);
  const choose = useCallback(
    (evaluations: string[]) => void setState({ evaluations }, { history: 'push' }),
    [setState],
  );
  const { over } = denominatorOf(state.over);
  const attack = attackSet?.name ?? 'all attacks pooled';
  const showCells = useCallback(
    (cells: typeof state.cells) => void setState({ cells }, { shallow: true }),
    [setState],
  );
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
        description={inputsInWords(comparison, detectors)}
        actions={
          <CompareActions
            project={project}
            evaluationIds={chosen}
            state={state}
            said={said}
            falsePositiveRate={setting.by === 'falsePositiveRate' ? setting.value : null}
            onChoose={choose}
          >
            <ExportMenu table={{ evaluations: compared, rows, over }} />
          </CompareActions>
        }
      />
      {comparison.warning && (
        <Alert color="orange" icon={<IconAlertTriangle />} mb="lg" title="Not the same inputs">
          {comparison.warning}
        </Alert>
      )}
      {address.attack && !attackSet && (
        <Alert
          color="orange"
          icon={<IconAlertTriangle />}
          mb="lg"
          title="These detectors were not judged on that attack"
          withCloseButton
          closeButtonLabel="Dismiss"
          onClose={() => void setState({ attack: null }, { shallow: true })}
        >
          The address asks for the curves over the attack “<bdi>{address.attack.slice(0, 60)}</bdi>”. Nothing
          of that name is among the attacks here: it belongs to another comparison, was deleted, or the
          address was cut. Shown are all attacks pooled; choose one of them at Attack.
        </Alert>
      )}
      {[...new Map(comparison.evaluations.map(({ sample }) => [sample.id, sample])).values()].map(
        (sample) => (
          <LeakageNotice key={sample.id} sample={sample} linked />
        ),
      )}
      {said && <Text className={classes.conclusion}>{said}</Text>}

      <CompareControls attackSets={comparison.attackSets} state={state} onChange={setState}>
        <ThresholdControl setting={setting} range={range} authentic={authentic} onMove={move} onKeep={keep} />
      </CompareControls>

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
          <ResultsSection
            detectors={detectors}
            rows={rows}
            points={followed}
            thresholds={linkedAt}
            cells={state.cells}
            over={state.over}
            onCells={showCells}
          />
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
