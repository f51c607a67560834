import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { paths, thingPath } from '../../lib/paths';
import { ButtonLink, TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { mayLaunch } from '../account/may-launch';
import { type PathState, type PlacedStep, placeSteps } from './path-steps';
import classes from './project.module.css';

/** What there is of each step from a data set to a comparison: the newest of each say whether it is taken, also while some of them are being made. */
export const GuidedPathFields = graphql(`
  fragment GuidedPathFields on Project {
    id
    viewerRole
    stepDatasets: datasets(first: 20, usable: true) { edges { node { __typename id ready } } }
    stepModels: models(first: 20, usable: true) { edges { node { __typename id ready } } }
    stepSamples: samples(first: 20, usable: true) { edges { node { __typename id ready } } }
    stepAttackSets: attackSets(first: 20, usable: true) { edges { node { __typename id ready } } }
    stepReferenceSets: referenceSets(first: 20, usable: true) { edges { node { __typename id ready } } }
    stepDetectors: detectors(first: 20, usable: true) { edges { node { __typename id ready evaluations { id } } } }
    stepEvaluations: evaluations(first: 20, usable: true) { edges { node { __typename id ready } } }
  }
`);

/** The way from a data set to a comparison, for who has not been there; nothing once there is something to compare. */
export function GuidedPath({ project }: { project: FragmentOf<typeof GuidedPathFields> }) {
  const fields = readFragment(GuidedPathFields, project);
  const steps = placeSteps(stateOf(fields));
  if (steps.length === 0) return null;
  const done = steps.filter(({ state }) => state === 'done').length;
  return (
    <Section title="From a data set to a comparison" note={`${done} of ${steps.length} steps done`}>
      <ol className={classes.path}>
        {steps.map((step, at) => (
          <li
            key={step.key}
            data-state={step.state}
            aria-current={step.state === 'next' ? 'step' : undefined}
          >
            <Text component="div" fw={600} className={classes.stepTitle}>
              <span aria-hidden="true">{step.state === 'done' ? '✓' : at + 1}</span>
              {step.href ? <TextLink href={step.href}>{step.title}</TextLink> : step.title}
            </Text>
            <Text size="sm" c="dimmed">
              {step.words}
            </Text>
            {stateWords[step.state] && (
              <Text size="xs" c="dimmed">
                {stateWords[step.state]}
              </Text>
            )}
            {step.state === 'next' && mayLaunch(fields.viewerRole) && (
              <ButtonLink size="compact-sm" href={paths.launch(fields.id, step.form, step.given)}>
                {step.action}
              </ButtonLink>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

const stateWords: Readonly<Record<PlacedStep['state'], string | undefined>> = {
  done: undefined,
  making: 'On its way',
  next: undefined,
  later: undefined,
};

interface Listed {
  readonly edges: readonly {
    readonly node: { readonly __typename: string; readonly id: string; readonly ready: boolean };
  }[];
}

function stateOf(fields: {
  stepDatasets: Listed;
  stepModels: Listed;
  stepSamples: Listed;
  stepAttackSets: Listed;
  stepReferenceSets: Listed;
  stepDetectors: {
    readonly edges: readonly {
      readonly node: Listed['edges'][number]['node'] & { readonly evaluations: readonly unknown[] };
    }[];
  };
  stepEvaluations: Listed;
}): PathState {
  return {
    dataset: countOf(fields.stepDatasets),
    model: countOf(fields.stepModels),
    sample: countOf(fields.stepSamples),
    attackSet: countOf(fields.stepAttackSets),
    referenceSet: countOf(fields.stepReferenceSets),
    detector: countOf(fields.stepDetectors),
    evaluation: countOf(fields.stepEvaluations),
    unevaluated: fields.stepDetectors.edges.find(({ node }) => node.evaluations.length === 0)?.node.id,
  };
}

function countOf({ edges }: Listed): PathState['dataset'] {
  const ready = edges.filter(({ node }) => node.ready);
  const latest = (ready[0] ?? edges[0])?.node;
  return { made: edges.length, ready: ready.length, href: latest && thingPath(latest) };
}
