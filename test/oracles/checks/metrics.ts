import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  auc,
  averagePrecision,
  brierScore,
  calibrate,
  compareEstimates,
  estimateAuc,
  fitCalibration,
  mcNemar,
  partialAuc,
  rocCurve,
  standardError,
} from '@fiducial/core/metrics';
import { seededRandom } from '@fiducial/core/tensors';
import { readNpy, writeNpy } from '@fiducial/formats';
import { startPeer } from '../../peers/peer-process';
import { type Check, type CheckGroup, largestDifference, within } from '../check';

const rows = 600;

/** Metrics, on scores of two detectors with many ties. */
export const metricChecks: CheckGroup = {
  title: `Metrics, on ${rows} scores of two detectors, many of them tied`,
  run: async (folder) => {
    const random = seededRandom(6);
    const labels = Int32Array.from({ length: rows }, () => Number(random.uniform() < 0.4));
    const common = Float32Array.from({ length: rows }, () => random.normal());
    // Multiples of 1/8 are exact in single precision, and many are equal.
    const draw = (shift: number) =>
      Float32Array.from(
        labels,
        (label, row) => Math.round(8 * (label * shift + (common[row] ?? 0) + random.normal())) / 8,
      );
    const [first, second] = [draw(1.5), draw(1)];
    for (const [name, data] of [
      ['first', first],
      ['second', second],
    ] as const)
      writeFileSync(join(folder, `oracle-${name}.npy`), writeNpy('float32', [rows], data));
    writeFileSync(join(folder, 'oracle-truth.npy'), writeNpy('int32', [rows], labels));
    const peer = startPeer(join(import.meta.dirname, '..', 'peers', 'metric_oracles.py'), folder);
    const versions = await peer.ask('versions');
    const [sklearn = '', scipy = ''] = ['scikit-learn', 'SciPy'].map((name) => `${name} ${versions[name]}`);
    const scalars = await peer.ask('scalars');
    const array = async (task: string) => {
      await peer.ask(task);
      return readNpy(readFileSync(join(folder, 'answer.npy'))).data;
    };
    const of = (scores: Float32Array, wanted: number) => scores.filter((_, row) => labels[row] === wanted);
    const groups = { negative: of(first, 0), positive: of(first, 1) };
    const clusters = (offset: number, length: number) => Int32Array.from({ length }, (_, at) => offset + at);
    const estimate = (scores: Float32Array) => {
      const [negative, positive] = [of(scores, 0), of(scores, 1)];
      return estimateAuc({
        negative,
        positive,
        negativeClusters: clusters(0, negative.length),
        positiveClusters: clusters(negative.length, positive.length),
      });
    };
    const curve = rocCurve(groups);
    const right = labels.map((label) => 1 - label);
    const [isotonic, logistic] = (['isotonic', 'logistic'] as const).map((method) =>
      calibrate(fitCalibration(method, { scores: first, right }), first),
    );
    const flagged = (scores: Float32Array) =>
      Array.from(scores, (score, row) => score > 0.5 === (labels[row] === 1));
    const checks: Check[] = [];
    const add = (what: string, peer: string, own: number, name: string, tolerance = 1e-12) =>
      checks.push(within({ what, peer }, Math.abs(own - Number(scalars[name])), tolerance));
    add('AUC with ties', sklearn, auc(groups), 'auc');
    add('AUC with ties, Mann-Whitney', scipy, auc(groups), 'mannWhitney');
    add(
      'partial AUC up to 10 % false positives, standardized',
      sklearn,
      partialAuc(curve, 0.1),
      'partialAuc',
    );
    add(
      'average precision',
      sklearn,
      averagePrecision(curve, groups.negative.length, groups.positive.length),
      'averagePrecision',
    );
    const [rates, points] = [
      await array('rocCurve'),
      [...curve.falsePositiveRate, ...curve.truePositiveRate],
    ];
    checks.push(
      within({ what: 'ROC curve, every threshold', peer: sklearn }, largestDifference(points, rates), 1e-7),
    );
    const plain = 'NumPy, DeLong 1988 by its formula';
    add('standard error of the AUC', plain, standardError(estimate(first)), 'standardError');
    const paired = compareEstimates(estimate(first), estimate(second));
    add(
      'p of the paired test of two AUCs',
      `${plain}, normal of ${scipy}`,
      paired?.pValue ?? Number.NaN,
      'pairedP',
      1e-6,
    );
    const error = standardError(estimate(first));
    const bootstrap = Number(scalars.bootstrapError);
    checks.push({
      what: 'standard error of the AUC against a bootstrap of 2,000',
      peer: scipy,
      found: `${error.toFixed(5)} and ${bootstrap.toFixed(5)}`,
      tolerance: '5 %',
      agrees: Math.abs(error / bootstrap - 1) < 0.05,
    });
    add("McNemar's exact test", scipy, mcNemar(flagged(first), flagged(second)).pValue, 'mcNemar');
    if (isotonic && logistic) {
      add('Brier score', sklearn, brierScore({ confidence: isotonic, right }), 'brier', 1e-7);
      checks.push(
        within(
          { what: 'isotonic calibration', peer: sklearn },
          largestDifference(isotonic, await array('isotonic')),
          1e-7,
        ),
        within(
          { what: 'logistic calibration', peer: sklearn },
          largestDifference(logistic, await array('logistic')),
          1e-4,
        ),
      );
    }
    peer.stop();
    return checks;
  },
};
