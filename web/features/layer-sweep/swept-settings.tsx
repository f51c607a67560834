import type { Search } from '../../lib/address';
import { readNode } from '../../lib/read';
import { ChoiceLinks } from '../../parts/choice-links';
import { Section } from '../../parts/section';
import { formatCount } from '../../text/numbers';
import classes from './layer-sweep.module.css';
import { type LayerSweepData, type SweepCurveData, SweepCurvesQuery } from './layer-sweep-query';
import { preprocessingInWords, preprocessingTitle, weightingInWords, weightingTitle } from './setting-words';
import { shownKs } from './shown-ks';
import { SweepCurves } from './sweep-curves';
import { SweepHeatMaps } from './sweep-heat-maps';
import { type SweepView, sweepView } from './sweep-view';

/** All settings against one attack: heat maps of layer and k, and curves over k. */
export async function SweptSettings({
  sweep,
  search,
  given,
}: {
  sweep: LayerSweepData;
  search: Search;
  given: Readonly<Record<string, string>>;
}) {
  const { id, name, layers, preprocessings, weightings, ks, project } = sweep;
  const view = sweepView(sweep, search);
  const { against, partition, control } = view;
  const { curves, control: controlCurves } = await readNode(
    SweepCurvesQuery,
    {
      ...{ id, partition },
      attackSetId: against?.id ?? null,
      controlId: control?.id ?? null,
      withControl: control !== undefined,
    },
    'LayerSweep',
  );
  const places = shownKs(ks);
  const find = (
    all: readonly SweepCurveData[],
    layer: string,
    of: Pick<SweepView, 'preprocessing' | 'weighting'>,
  ) =>
    all.find(
      (curve) =>
        curve.layer === layer && curve.preprocessing === of.preprocessing && curve.weighting === of.weighting,
    )?.aucs ?? [];
  const panels = preprocessings.flatMap((preprocessing) =>
    weightings.map((weighting) => ({
      ...{ preprocessing, weighting },
      aucs: layers.flatMap((layer) => {
        const aucs = find(curves, layer, { preprocessing, weighting });
        return places.map((at) => aucs[at] ?? null);
      }),
    })),
  );
  const lines = (all: readonly SweepCurveData[]) =>
    layers.map((layer) => ({ layer, aucs: find(all, layer, view) }));
  const measure = `${against ? `AUC, ${against.name}` : 'macro-AUC'}, ${partition.toLowerCase()} images`;
  return (
    <>
      <Section title="Layer by k" note={`${overWords(sweep, view)}; click a cell to make that detector`}>
        <Choices sweep={sweep} view={view} />
        <SweepHeatMaps
          {...{ name, layers, panels, measure, given }}
          chosenPreprocessing={view.preprocessing}
          ks={places.map((at) => ks[at] ?? 0)}
          projectId={project.id}
        />
      </Section>
      <Section title="Over k" note={overWords(sweep, view)}>
        <CurveChoices sweep={sweep} view={view} />
        <SweepCurves
          {...{ name, ks, measure }}
          title={`${measure}: ${preprocessingInWords(view.preprocessing)}, ${weightingInWords(view.weighting)}`}
          curves={lines(curves)}
          control={controlCurves ? lines(controlCurves) : []}
        />
      </Section>
    </>
  );
}

/** How many inputs the numbers are over, in words. */
function overWords({ counts }: LayerSweepData, { against, partition }: SweepView): string {
  const found = counts.find((of) => of.partition === partition);
  const authentic = `${formatCount(found?.authentic ?? 0)} authentic ${partition.toLowerCase()} images`;
  if (!against) return `mean over the attacks, each against ${authentic}`;
  const count = found?.sets.find(({ attackSet }) => attackSet.id === against.id)?.count ?? 0;
  return `${formatCount(count)} ${against.control ? 'inputs of the control' : 'successful adversarials'} against ${authentic}`;
}

function Choices({ sweep, view }: { sweep: LayerSweepData; view: SweepView }) {
  const { against, partition, withChoice } = view;
  return (
    <div className={classes.controls}>
      <ChoiceLinks
        label="Against"
        choices={[
          { title: 'all attacks', href: withChoice({ against: undefined }), chosen: !against },
          ...sweep.attackSets.map(({ id, name, control }) => ({
            title: control ? `${name} (control)` : name,
            href: withChoice({ against: id }),
            chosen: against?.id === id,
          })),
        ]}
      />
      <ChoiceLinks
        label="Images"
        choices={(['TEST', 'VALIDATION'] as const).map((one) => ({
          title: one.toLowerCase(),
          href: withChoice({ images: one === 'TEST' ? undefined : 'validation' }),
          chosen: partition === one,
        }))}
      />
      <div className={classes.narrowOnly}>
        <FeatureChoice sweep={sweep} view={view} />
      </div>
    </div>
  );
}

/** What is done to features; it decides the curves, and on narrow screens also the heat maps. */
function FeatureChoice({ sweep, view }: { sweep: LayerSweepData; view: SweepView }) {
  return (
    <ChoiceLinks
      label="Features"
      choices={sweep.preprocessings.map((one) => ({
        title: preprocessingTitle(one),
        href: view.withChoice({ features: one }),
        chosen: one === view.preprocessing,
      }))}
    />
  );
}

function CurveChoices({ sweep, view }: { sweep: LayerSweepData; view: SweepView }) {
  const { weighting, control, withChoice } = view;
  return (
    <div className={classes.controls}>
      <FeatureChoice sweep={sweep} view={view} />
      <ChoiceLinks
        label="Weights"
        choices={sweep.weightings.map((one) => ({
          title: weightingTitle(one),
          href: withChoice({ weights: one }),
          chosen: one === weighting,
        }))}
      />
      {sweep.attackSets.some((set) => set.control) && (
        <ChoiceLinks
          label="Noise control"
          choices={[
            { title: 'hidden', href: withChoice({ noise: undefined }), chosen: !control },
            { title: 'shown, dashed', href: withChoice({ noise: 'shown' }), chosen: control !== undefined },
          ]}
        />
      )}
    </div>
  );
}
