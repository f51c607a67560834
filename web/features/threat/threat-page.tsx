import { Text } from '@mantine/core';
import type { Metadata } from 'next';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink, TextLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { ThingName } from '../../parts/thing-name';
import { unbroken } from '../../text/names';
import { formatCount } from '../../text/numbers';
import { EvasionCharts, StepCharts } from './evasion-charts';
import { SanityChecks } from './sanity-checks';
import { survival } from './survival';
import classes from './threat.module.css';
import { levelTitles, ThreatsQuery } from './threat-query';
import { ThreatTable } from './threat-table';

interface Props {
  readonly params: Promise<{ id: string }>;
}

const readThreats = async (params: Props['params']) =>
  readNode(ThreatsQuery, { id: idOfSegment((await params).id) }, 'Detector');

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Threat levels of ${(await readThreats(params)).name}` };
}

/** Does it survive an attacker who knows it? */
export async function ThreatPage({ params }: Props) {
  const { id, name, project, sample, threats, attackedIn } = await readThreats(params);
  const adaptive = threats.filter(({ checks }) => checks.length > 0);
  const making = attackedIn.filter(({ run }) => run.status !== 'SUCCEEDED');
  const untried = (['ZERO', 'LIMITED', 'PERFECT'] as const)
    .filter((level) => threats.every((threat) => threat.level !== level))
    .map((level) => levelTitles[level].toLowerCase());
  const attack = (
    <ButtonLink href={paths.launch(project.id, 'adaptive-attack', { detectorId: id })}>
      Attack this detector
    </ButtonLink>
  );
  return (
    <>
      <PageHead
        crumbs={[
          { title: project.name, href: paths.project(project.id) },
          { title: unbroken(name), href: paths.detector(id) },
        ]}
        title="Threat levels"
        description={
          <>
            Does <TextLink href={paths.detector(id)}>{unbroken(name)}</TextLink> survive an attacker who knows
            it? An image evades when it fools the classifier and its exact score is at or below a threshold
            that was fixed on {formatCount(sample.validationCount)} authentic validation images.
          </>
        }
        actions={adaptive.length > 0 && attack}
      />
      {making.length > 0 && (
        <Section title="Not finished">
          {making.map((set) => (
            <Text key={set.id}>
              <ThingName thing={set} />
            </Text>
          ))}
        </Section>
      )}
      {adaptive.length > 0 && <Text className={classes.conclusion}>{survival(threats)}</Text>}
      {adaptive.length === 0 && (
        <Section title="Attackers who know it">
          <Empty action={attack}>
            No adaptive attack yet: nobody who knows this detector, or a surrogate of it, was set on it. What
            it does against attacks that do not know it says nothing about one who does.
          </Empty>
        </Section>
      )}
      {threats.length > 0 && (
        <>
          <Section title="Evasion against norm" note="at 5 % false positives">
            <EvasionCharts name={name} threats={threats} />
          </Section>
          <Section
            title="Side by side"
            note={`${formatCount(sample.testCount)} test images of ${sample.name}; norms in input units, of images that evade`}
          >
            <ThreatTable threats={threats} />
            {adaptive.length > 0 && untried.length > 0 && (
              <Text size="sm" c="dimmed" mt="xs">
                No attack was judged yet with {untried.join(', or with ')}.
              </Text>
            )}
          </Section>
        </>
      )}
      {adaptive.length > 0 && (
        <>
          <Section title="Sanity checks" note="an attack that fails one may be too weak to say anything">
            {adaptive.map((threat) => (
              <SanityChecks key={threat.attackSet.id} threat={threat} />
            ))}
          </Section>
          {adaptive.map((threat) => (
            <Section
              key={threat.attackSet.id}
              title={`Step by step: ${threat.attackSet.attack?.title ?? 'attack'}, ${levelTitles[threat.level].toLowerCase()}`}
              note="means over all images, a line for each epsilon"
            >
              <StepCharts threat={threat} />
            </Section>
          ))}
        </>
      )}
    </>
  );
}
