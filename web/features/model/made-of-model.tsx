import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import type { ReactNode } from 'react';
import { paths } from '../../lib/paths';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { Section } from '../../parts/section';
import type { NamedThing } from '../../parts/thing-name';
import { AttackSetRow, AttackSetsTable } from '../attack-set/attack-sets-table';
import type { LaunchId } from '../launch/launch-titles';
import { ThingsTable } from '../thing/things-table';

/** What was made with a model. */
export const MadeOfModel = graphql(
  `
    fragment MadeOfModel on Model {
      id
      project { id }
      samples { __typename id name run { id status } }
      attackSets { __typename id name run { id status } ...AttackSetRow }
      referenceSets { __typename id name run { id status } }
      detectors { __typename id name run { id status } }
    }
  `,
  [AttackSetRow],
);

/** Attack sets, samples, reference sets and detectors of a model, and how to make one. */
export function ThingsOfModel({ model }: { model: FragmentOf<typeof MadeOfModel> }) {
  const { id, project, samples, attackSets, referenceSets, detectors } = readFragment(MadeOfModel, model);
  const launch = (form: LaunchId, words: string) => (
    <ButtonLink href={paths.launch(project.id, form, { modelId: id })} variant="default" size="xs">
      {words}
    </ButtonLink>
  );
  return (
    <>
      <Things
        title="Attack sets"
        action={launch('attack', 'Attack it')}
        things={attackSets}
        empty="Attacks on this model."
      >
        <AttackSetsTable sets={attackSets} />
      </Things>
      <Things
        title="Samples"
        action={launch('sample', 'Draw a sample')}
        things={samples}
        empty="Correctly classified images drawn for attacks."
      />
      <Things
        title="Reference sets"
        action={launch('reference-set', 'Build one')}
        things={referenceSets}
        empty="Activations of the model’s own training images."
      />
      <Things
        title="Detectors"
        action={launch('detector', 'Fit a detector')}
        things={detectors}
        empty="Detectors that watch this model."
      />
    </>
  );
}

function Things({
  title,
  action,
  things,
  empty,
  children,
}: {
  title: string;
  action: ReactNode;
  things: readonly NamedThing[];
  empty: string;
  /** In place of a plain table of their names. */
  children?: ReactNode;
}) {
  return (
    <Section title={title} actions={things.length > 0 && action}>
      {things.length === 0 && <Empty action={action}>{empty}</Empty>}
      {things.length > 0 && (children ?? <ThingsTable label={title} column="Name" things={things} />)}
    </Section>
  );
}
