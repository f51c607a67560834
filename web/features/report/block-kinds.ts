import type { BlockSource, Choices } from './report-documents';

/** What a block is, as `ReportBlockInput` names it. */
export type Kind = 'text' | 'results' | 'roc' | 'scores' | 'metric' | 'figure' | 'input';

/** What people call blocks. */
export const kindTitles: Readonly<Record<Kind, string>> = {
  text: 'Text',
  results: 'Table of results',
  roc: 'ROC curves',
  scores: 'Score distributions',
  metric: 'Metric of runs',
  figure: 'Attacked images',
  input: 'One input',
};

const kinds = Object.keys(kindTitles) as Kind[]; // the keys just written

/** What a block is. */
export function kindOf(source: BlockSource): Kind {
  return kinds.find((kind) => kind in source) ?? 'text';
}

/** How many detectors a new panel shows until others are chosen. */
const fewDetectors = 4;

/** A new block with what most people want of it; null where the project has nothing to make it of yet. */
export function newBlock(
  kind: Kind,
  { leaderboard, attackSets, runs, metricNames }: Choices,
): BlockSource | null {
  const [best] = leaderboard;
  const evaluationIds = leaderboard
    .filter(({ inputsDigest }) => inputsDigest === best?.inputsDigest)
    .slice(0, fewDetectors)
    .map(({ id }) => id);
  const attack = (attackSets.edges.find(({ node }) => !node.control) ?? attackSets.edges[0])?.node;
  const run = runs.edges[0]?.node;
  const name = metricNames.includes('loss') ? 'loss' : metricNames[0];
  switch (kind) {
    case 'text':
      return { text: { markdown: '' } };
    case 'results':
      return best ? { results: { evaluationIds } } : null;
    case 'roc':
      return best ? { roc: { evaluationIds, falsePositiveRate: 0.05 } } : null;
    case 'scores':
      return best ? { scores: { evaluationIds } } : null;
    case 'metric':
      return run && name ? { metric: { runIds: [run.id], name } } : null;
    case 'figure':
      return attack ? { figure: { attackSetId: attack.id, epsilonIndex: attack.epsilons.length - 1 } } : null;
    case 'input':
      return best ? { input: { evaluationId: best.id, index: 0 } } : null;
  }
}
