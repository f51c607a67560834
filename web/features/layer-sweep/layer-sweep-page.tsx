import type { Metadata } from 'next';
import { type Search, searched } from '../../lib/address';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { ChoiceLinks } from '../../parts/choice-links';
import { Facts } from '../../parts/facts';
import { ButtonLink, TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { formatCount, formatNumber, formatUnit } from '../../text/numbers';
import { ThingFrame } from '../thing/thing-frame';
import { BestSettings } from './best-settings';
import { DisturbancePanel } from './disturbance-panel';
import { type LayerSweepData, LayerSweepQuery } from './layer-sweep-query';
import { settingInWords } from './setting-words';
import { SweptSettings } from './swept-settings';

interface Props {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: Promise<Search>;
}

const readSweep = async (params: Props['params']) =>
  readNode(LayerSweepQuery, { id: idOfSegment((await params).id) }, 'LayerSweep');

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readSweep(params)).name };
}

/** Which layer, which k, which weighting? */
export async function LayerSweepPage({ params, searchParams }: Props) {
  const sweep = await readSweep(params);
  const search = await searchParams;
  const { id, name, run, model, referenceSet, sample, source, project, best, keptNeighbors } = sweep;
  const given = { referenceSetId: referenceSet.id, sampleId: sample.id };
  const over = searched(search, 'moved') === 'all' ? 'all' : 'successful';
  return (
    <ThingFrame
      name={name}
      kind="Layer sweep"
      run={run}
      description={
        <>
          every setting of the kNN score, each tried on layers of{' '}
          <TextLink href={paths.model(model.id)}>{model.name}</TextLink>, compared with{' '}
          <TextLink href={paths.referenceSet(referenceSet.id)}>{referenceSet.name}</TextLink>, judged on{' '}
          <TextLink href={paths.sample(sample.id)}>{sample.name}</TextLink>
          {source && (
            <>
              ; neighbors of <TextLink href={paths.layerSweep(source.id)}>{source.name}</TextLink>
            </>
          )}
        </>
      }
      actions={
        <ButtonLink
          href={paths.launch(project.id, 'other-k', {
            layerSweepId: source?.id ?? id,
            ...(keptNeighbors !== null && { lastK: String(keptNeighbors) }),
          })}
          variant="default"
        >
          Sweep other k
        </ButtonLink>
      }
    >
      <Facts items={factsOf(sweep)} />
      <Section
        title="Best setting of each layer"
        note="chosen by the macro-AUC on validation images, reported on test images"
      >
        {best ? (
          <BestSettings sweep={sweep} given={given} />
        ) : (
          'No setting has a macro-AUC: an attack has no successful adversarial among the validation images.'
        )}
      </Section>
      <SweptSettings sweep={sweep} search={search} given={given} />
      <Section
        title="How far attacks move each layer"
        note="all images of the sample"
        actions={
          <ChoiceLinks
            label="Over"
            choices={[
              {
                title: 'successful',
                href: paths.layerSweep(id, { ...plain(search), moved: undefined }),
                chosen: over === 'successful',
              },
              {
                title: 'all',
                href: paths.layerSweep(id, { ...plain(search), moved: 'all' }),
                chosen: over === 'all',
              },
            ]}
          />
        }
      >
        <DisturbancePanel name={name} sweep={sweep} over={over} />
      </Section>
    </ThingFrame>
  );
}

function plain(search: Search): Record<string, string | undefined> {
  return Object.fromEntries(Object.keys(search).map((key) => [key, searched(search, key)]));
}

function factsOf(sweep: LayerSweepData) {
  const { best, layers, preprocessings, weightings, ks, counts, countingMilliseconds } = sweep;
  const settings = layers.length * preprocessings.length * weightings.length * ks.length;
  const authentic = counts.map(
    ({ partition, authentic: n }) => `${formatCount(n)} ${partition.toLowerCase()}`,
  );
  return [
    ['Best setting, by validation', best ? settingInWords(best) : '–'],
    ['Its macro-AUC, test', formatUnit(best?.testMacroAuc)],
    ['Settings judged', formatCount(settings)],
    ['Authentic images', authentic.join(', ')],
    ['Counting took', countingMilliseconds === null ? '–' : `${formatNumber(countingMilliseconds / 1000)} s`],
  ] as const;
}
