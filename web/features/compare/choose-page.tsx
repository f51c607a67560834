'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { paths } from '../../lib/paths';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import type { Choosable } from './compare-query';
import { EvaluationList } from './evaluation-list';

/** A project whose evaluations can be compared. */
export interface ChoosableProject {
  readonly id: string;
  readonly name: string;
  readonly leaderboard: readonly Choosable[];
}

/** What Compare shows before anything is chosen. */
export function ChoosePage({ projects }: { readonly projects: readonly ChoosableProject[] }) {
  const router = useRouter();
  const [chosen, setChosen] = useState<string[]>([]);
  const filled = projects.filter(({ leaderboard }) => leaderboard.length > 0);
  return (
    <>
      <PageHead
        title="Compare"
        description="Puts detectors side by side that were judged on the same inputs: curves, table, significance."
        actions={
          filled.length > 0 && (
            <Button disabled={chosen.length === 0} onClick={() => router.push(paths.compare(chosen))}>
              {chosen.length === 0 ? 'Tick what to compare' : `Compare ${chosen.length}`}
            </Button>
          )
        }
      />
      {filled.length === 0 && (
        <Empty action={<ButtonLink href={paths.projects}>Go to the projects</ButtonLink>}>
          Here stand detectors that were evaluated. None is yet: evaluate two on the same attacks, or start
          the standard test bed in a project, which does all of it.
        </Empty>
      )}
      {filled.map(({ id, name, leaderboard }) => (
        <Section key={id} title={name}>
          <EvaluationList evaluations={leaderboard} chosen={chosen} onChange={setChosen} />
        </Section>
      ))}
    </>
  );
}
