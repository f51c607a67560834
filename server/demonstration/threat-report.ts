import type { Threat } from '../adaptive-attack/threat';
import { threatsTo } from '../adaptive-attack/threats';
import type { ArtifactAccess } from '../artifact/read-artifact';

/**
 * What gets past the detectors of a test bed that were attacked by those who know them: of each attack, from zero knowledge
 * to perfect, the images at each budget, those that fool the classifier, and those that evade at 5 % and 1 % false positives.
 */
export async function reportThreats(access: ArtifactAccess, testBedId: string) {
  const targets = await access.prisma.detector.findMany({
    where: { run: { testBedId }, attackedIn: { some: { run: { testBedId, status: 'SUCCEEDED' } } } },
    orderBy: { id: 'asc' },
  });
  const reports = [];
  for (const { id, runId, name, projectId } of targets) {
    const asked = { ...access, viewer: { projects: { id: projectId } } };
    reports.push({ detector: name, attacks: (await threatsTo(asked, { id, runId })).map(described) });
  }
  return reports;
}

function described({ attackSet, level, norm, budgets, checks }: Threat) {
  return {
    name: attackSet.name,
    attack: attackSet.attack,
    level,
    norm,
    budgets: budgets.map(({ evasions, ...budget }) => ({
      ...budget,
      evasions: evasions.map(({ falsePositiveRate, evaded, meanL2, meanLinf }) => ({
        falsePositiveRate,
        evaded,
        meanL2,
        meanLinf,
      })),
    })),
    checks,
  };
}
