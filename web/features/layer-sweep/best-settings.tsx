import { Text } from '@mantine/core';
import { paths } from '../../lib/paths';
import { DataTable } from '../../parts/data-table';
import { TextLink } from '../../parts/links';
import { formatUnit } from '../../text/numbers';
import type { LayerSweepData } from './layer-sweep-query';
import { detectorFields, preprocessingTitle, weightingTitle } from './setting-words';

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
    <>
      <DataTable
        label="Best setting of each layer"
        rows={bestByLayer}
        rowKey={({ layer }) => layer}
        columns={[
          {
            title: 'Layer',
            cell: ({ layer }) => (layer === best?.layer ? <strong>{layer}, best</strong> : layer),
          },
          { title: 'Features', cell: ({ preprocessing }) => preprocessingTitle(preprocessing) },
          { title: 'Weights', cell: ({ weighting }) => weightingTitle(weighting) },
          { title: 'k', figures: true, cell: ({ k }) => k },
          {
            title: 'Macro-AUC, validation',
            figures: true,
            hint: 'What it was chosen by: too good for new images.',
            cell: ({ validationMacroAuc }) => formatUnit(validationMacroAuc),
          },
          {
            title: 'Macro-AUC, test',
            figures: true,
            hint: 'On images that had no say in the choice.',
            cell: ({ testMacroAuc }) => formatUnit(testMacroAuc),
          },
          ...controls.map(({ id, name }) => ({
            title: `AUC, ${name}, test`,
            figures: true,
            hint: 'A control must not be flagged: 0.5 is wanted.',
            cell: ({ aucs }: LayerSweepData['bestByLayer'][number]) =>
              formatUnit(aucs.find(({ attackSet }) => attackSet.id === id)?.test),
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
      <WhyNotTheGreatest best={best} bestByLayer={bestByLayer} />
    </>
  );
}

const listed = new Intl.ListFormat('en-US');
/** Layers that a sentence can hold. */
const mostNamed = 5;

/** Why another layer can come out ahead on test images; nothing where none does. */
function WhyNotTheGreatest({ best, bestByLayer }: Pick<LayerSweepData, 'best' | 'bestByLayer'>) {
  if (!best) return null;
  const least = best.testMacroAuc ?? Number.POSITIVE_INFINITY;
  const ahead = bestByLayer.flatMap(({ layer, testMacroAuc }) =>
    (testMacroAuc ?? 0) > least ? [layer] : [],
  );
  if (ahead.length === 0) return null;
  const others = ahead.length > mostNamed ? `${ahead.length} other layers` : listed.format(ahead);
  return (
    <Text size="sm" c="dimmed" mt="xs" maw={760}>
      {best.layer} is bold as the best on validation images; that {others} {ahead.length === 1 ? 'is' : 'are'}{' '}
      ahead of it on test images must not change the choice, or the AUC there would be too good for new
      images.
    </Text>
  );
}
