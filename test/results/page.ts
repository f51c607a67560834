import { markdownTable } from '../markdown/markdown-table';
import { attackTable, securityCurves } from './attack-section';
import { adaptiveAttackOn, detectorGrid, detectorTable } from './detector-section';
import { three } from './figure-words';
import type { RecordedStudy } from './study';
import { chosenTable, disturbanceTable, neighborCurves } from './sweep-section';
import { aimedTable, evasionCurves, evasionTable } from './threat-section';

/** A file of docs/results. */
export interface Figure {
  readonly file: string;
  readonly svg: string;
}

const adaptiveAttackNote =
  'Adaptive attack: what the strongest attacker set on a detector knew of it; with none, its figures say nothing about one who knows it.';

type Draw = (file: string, svg: string | null, words: string) => string;

/** docs/results.md of all recorded studies, the complete bed first, with `notes` in it; and its figures. */
export function resultsPage(
  studies: readonly RecordedStudy[],
  notes: string,
): { text: string; figures: Figure[] } {
  const figures: Figure[] = [];
  const draw: Draw = (file, svg, words) => {
    if (svg === null) return '';
    figures.push({ file, svg });
    return `![${words}](results/${file})`;
  };
  const beds = studies.filter(({ study }) => study.besidePublished === null);
  const protocols = studies.filter(({ study }) => study.besidePublished !== null);
  const text = `# Results

Written by \`npm run results -w test -- NAME [options of npm start]\` from runs of the product; do not edit. The figures behind it are in
[results/](results), one file a study. AUCs are over successful adversarials of the test images against their authentic
originals; intervals are 95 %, clustered by original image.

${notes.trim()}

${beds
  .map((recorded) =>
    [
      heading(recorded),
      '### Attacks',
      attackTable(recorded.study),
      draw(
        `${recorded.name}-security.svg`,
        securityCurves(recorded.study),
        'Success of each attack against its budget',
      ),
      '### Detectors',
      'Known attacks are those that some detectors learned from (their train and validation images); all are judged on the same test images. The control is random noise: 0.5 is wanted.',
      adaptiveAttackNote,
      detectorTable(recorded.study),
      draw(
        `${recorded.name}-detectors.svg`,
        detectorGrid(recorded.study),
        'AUC of each detector against each attack',
      ),
      ...recorded.study.layerSweeps.flatMap((sweep, at) => [
        '### Which layer, k and weighting',
        'Every layer, preprocessing, weighting and k of the kNN score, counted from one search. The setting of each layer is chosen by macro-AUC on validation images; the figures are those of the test images.',
        chosenTable(sweep),
        draw(`${recorded.name}-k-${at}.svg`, neighborCurves(sweep), 'Macro-AUC of each layer over k'),
        'How far each attack moves each layer: median over successful adversarials (over all images of a control), in units of the radius of the true class, the root mean squared distance of its training images to their mean.',
        disturbanceTable(sweep),
      ]),
      ...threatSections(recorded, draw),
    ]
      .filter(Boolean)
      .join('\n\n'),
  )
  .join('\n\n')}

${protocols.map(publishedSection).join('\n\n')}
`;
  return { text: `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`, figures };
}

/** What survives an attacker who knows; a figure for each detector that was attacked in more than one way. */
function threatSections({ name, study: { threats } }: RecordedStudy, draw: Draw): string[] {
  if (!threats.length) return [];
  const figures = threats.filter(
    ({ attacks }) => attacks.filter(({ level }) => level === 'PERFECT').length > 1,
  );
  return [
    '### Attackers who know the detector',
    'Share of the test images that fool the classifier and are not flagged at the threshold that 5 % of authentic validation images lie above. *Zero* knowledge: the best of the attacks above; *limited*: an attacker who was given another detector; *perfect*: the detector itself. The verdict is always the exact detector’s.',
    evasionTable(threats),
    ...figures.map((of, at) =>
      [
        `**${of.detector}**`,
        draw(`${name}-threats-${at}.svg`, evasionCurves(of), `What gets past ${of.detector}`),
      ].join('\n\n'),
    ),
    'Every attack that was given a detector:',
    aimedTable(threats),
  ];
}

function heading({ name, command, date, study }: RecordedStudy): string {
  const { backend, versions, dataset, seeds, models } = study;
  const splits = dataset.splits.map(({ name, count }) => `${count.toLocaleString('en')} ${name}`).join(', ');
  const accuracy = models
    .flatMap(({ cleanAccuracy }) => (cleanAccuracy === null ? [] : `${(100 * cleanAccuracy).toFixed(2)} %`))
    .join(', ');
  return `## ${study.besidePublished?.title ?? `The standard test bed, ${name}`}

\`${command}\`

${dataset.name} (${splits}); seed ${seeds.join(', ')}${accuracy && `; clean accuracy ${accuracy}`}. ${date}, ${backend.name} (TF.js ${backend.version}${backend.tensorflowVersion ? `, TensorFlow ${backend.tensorflowVersion}` : ''}), Node ${versions.node}, Fiducial ${versions.fiducial}.`;
}

function publishedSection(recorded: RecordedStudy): string {
  const compared = recorded.study.besidePublished;
  if (!compared) return '';
  const rows = compared.rows.flatMap(({ detector, ours, publishedLabel, published }) => [
    [detector, ...ours.map(three), adaptiveAttackOn(detector, recorded.study)],
    ...(publishedLabel ? [[`*published: ${publishedLabel}*`, ...published.map(three), '']] : []),
  ]);
  return `${heading(recorded)}

${markdownTable(['detector', ...compared.columns, 'adaptive attack'], rows)}

${compared.publishedNote} Source: ${compared.source}.

${adaptiveAttackNote}

Where this run departs from the paper:

${compared.departures.map((sentence) => `- ${sentence}`).join('\n')}`;
}
