import { capitalized } from '../../text/names';
import { formatEpsilon, formatShare } from '../../text/numbers';
import { threatNote } from '../../text/threat-words';
import { denominators } from '../compare/compare-state';
import type { BlockNamed, Panel, PanelDetector } from './block-fields';

/** What stands under a panel: what its writers put there, else what it is in words that fit a paper. */
export function captionOf(panel: Panel): string {
  return panel.caption ?? ownWords(panel);
}

function ownWords(panel: Panel): string {
  switch (panel.__typename) {
    case 'ResultsPanel':
      return `${capitalized(cellWords[panel.cells])}, ${overWords(panel.over)}. Bold: best of its column; n.s.: not significantly different from it (paired DeLong test, p ≥ 0.05 after Holm’s correction). ${threats(panel.lines)}`.trim();
    case 'RocPanel':
      return rocWords(panel);
    case 'ScoresPanel':
      return `How the scores of each group are spread, with the threshold ${
        panel.falsePositiveRate === null
          ? 'that was set on validation images'
          : `at a false positive rate of ${formatShare(panel.falsePositiveRate)}`
      }. Bar height: square root of the share. ${threats(panel.lines)}`.trim();
    case 'MetricPanel':
      return `${capitalized(panel.name)} over steps.`;
    case 'FigurePanel':
      return figureWords(panel);
    case 'InputPanel':
      return inputWords(panel);
  }
}

const cellWords = {
  AUC: 'area under the ROC curve with its 95 % interval (DeLong, clustered by original image)',
  EER: 'equal error rate',
  TPR_AT_1_FPR: 'true positive rate at a false positive rate of 1 %',
  TPR_AT_5_FPR: 'true positive rate at a false positive rate of 5 %',
  ALL: 'area under the ROC curve, equal error rate, and true positive rates at false positive rates of 1 % and 5 %',
} as const satisfies Record<BlockNamed<'ResultsPanel'>['cells'], string>;

function rocWords({ over, attack, falsePositiveRate, lines }: BlockNamed<'RocPanel'>): string {
  const marked =
    falsePositiveRate === null ? '' : ` Marked: a false positive rate of ${formatShare(falsePositiveRate)}.`;
  return `ROC curves over ${attack ?? 'all attacks pooled'}, ${overWords(over)}.${marked} ${threats(lines)}`.trim();
}

function figureWords({ attack, control, epsilon, images }: BlockNamed<'FigurePanel'>): string {
  const budget = epsilon === null ? '' : ` at ε = ${formatEpsilon(epsilon)}`;
  const what = control ? 'the images with the control' : 'the images after the attack';
  return attack
    ? `${attack}${budget}: ${images.length === 1 ? 'an image' : 'images'} before, ${what}, and what was changed, magnified by the factor given. Under each, what the model says and its softmax.`
    : '';
}

function inputWords({ input }: BlockNamed<'InputPanel'>): string {
  return input
    ? `An input of class ${input.labelName}${input.attack ? `, made by ${input.attack}` : ''}, as ${input.detector.name} sees it: ${input.sentence}`
    : '';
}

const overWords = (over: string): string => denominators.find(({ value }) => value === over)?.over ?? '';

/** What must be said of detectors that nobody attacked who knew them. */
const threats = (lines: readonly { readonly detector: PanelDetector }[]): string =>
  threatNote(
    lines.map(({ detector: { name, strongestThreatLevel } }) => ({ name, level: strongestThreatLevel })),
  ) ?? '';
