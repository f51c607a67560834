import type { ReactNode } from 'react';
import { mayChange } from '../account/may-change';
import { ReportFromComparison } from '../report/report-from-comparison';
import { ShareButton } from '../shared/share-button';
import type { Comparison } from './compare-query';
import type { CompareState } from './compare-state';
import { EvaluationChooser } from './evaluation-chooser';

const nothing: readonly [] = [];

interface Props {
  /** Missing where it is none of the reader's. */
  readonly project: Comparison['projects'][number] | undefined;
  readonly evaluationIds: readonly string[];
  readonly state: CompareState;
  /** What the comparison comes to, in a sentence. */
  readonly said: string | null;
  /** The rate that the threshold is set by; null where it is set otherwise. */
  readonly falsePositiveRate: number | null;
  readonly onChoose: (evaluations: string[]) => void;
  readonly children: ReactNode;
}

/** What can be done with a comparison: others chosen, a report made of it, a link to it. */
export function CompareActions({
  project,
  evaluationIds,
  state,
  said,
  falsePositiveRate,
  onChoose,
  children,
}: Props) {
  return (
    <>
      <EvaluationChooser
        evaluations={project?.leaderboard ?? nothing}
        chosen={evaluationIds}
        onChoose={onChoose}
      />
      {project && mayChange(project.viewerRole) && (
        <>
          <ReportFromComparison
            projectId={project.id}
            evaluationIds={evaluationIds}
            said={said}
            state={state}
            falsePositiveRate={falsePositiveRate}
          />
          <ShareButton what="this comparison" shows={{ evaluationIds: [...evaluationIds] }} />
        </>
      )}
      {children}
    </>
  );
}
