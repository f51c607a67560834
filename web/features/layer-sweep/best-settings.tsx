import { paths } from '../../lib/paths';
import { DataTable } from '../../parts/data-table';
import { TextLink } from '../../parts/links';
import { formatNumber } from '../../text/numbers';
import type { LayerSweepData } from './layer-sweep-query';
import { detectorFields, preprocessingInWords, weightingInWords } from './setting-words';

/** The best setting of each layer, chosen on validation images and reported on test images, each with its detector. */
export function BestSettings({
  sweep: { bestByLayer, best, attackSets, project },
  given,
}: {
  sweep: Pick<LayerSweepData, 'bestByLayer' | 'best' | 'attackSets' | 'project'>;
  given: Readonly<Record<string, string>>;
}) {
  const controls = attackSets.filter(({ control }) => control);
  return (
    <DataTable
      label="Best setting of each layer"
      rows={bestByLayer}
      rowKey={({ layer }) => layer}
      columns={[
        {
          title: 'Layer',
          cell: ({ layer }) => (layer === best?.layer ? <strong>{layer}, best</strong> : layer),
        },
        { title: 'Features', cell: ({ preprocessing }) => preprocessingInWords(preprocessing) },
        { title: 'Weights', cell: ({ weighting }) => weightingInWords(weighting) },
        { title: 'k', figures: true, cell: ({ k }) => k },
        {
          title: 'Macro-AUC, validation',
          figures: true,
          hint: 'What it was chosen by: too good for new images.',
          cell: ({ validationMacroAuc }) => formatNumber(validationMacroAuc),
        },
        {
          title: 'Macro-AUC, test',
          figures: true,
          hint: 'On images that had no say in the choice.',
          cell: ({ testMacroAuc }) => formatNumber(testMacroAuc),
        },
        ...controls.map(({ id, name }) => ({
          title: `AUC, ${name}, test`,
          figures: true,
          hint: 'A control must not be flagged: 0.5 is wanted.',
          cell: ({ aucs }: LayerSweepData['bestByLayer'][number]) =>
            formatNumber(aucs.find(({ attackSet }) => attackSet.id === id)?.test),
        })),
        {
          title: 'Detector',
          cell: (setting) => (
            <TextLink href={paths.launch(project.id, 'detector', { ...given, ...detectorFields(setting) })}>
              Make it
            </TextLink>
          ),
        },
      ]}
    />
  );
}
