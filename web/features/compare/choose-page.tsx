'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { paths } from '../../lib/paths';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import type { Choosable } from './choosable-query';
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
  const filled = projects.filter(({ leaderboard }) => leaderboard.length > 0);
  const [chosen, setChosen] = useState(() => bestOfEachMethod(filled[0]?.leaderboard ?? []));
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

/** What most people come for: the best of each method over the same inputs. */
function bestOfEachMethod(leaderboard: readonly Choosable[]): string[] {
  const comparable = leaderboard.filter(({ inputsDigest }) => inputsDigest === leaderboard[0]?.inputsDigest);
  const best = new Map<string, string>();
  for (const { id, detector } of comparable)
    if (!best.has(detector.methodId)) best.set(detector.methodId, id);
  return [...best.values()];
}
