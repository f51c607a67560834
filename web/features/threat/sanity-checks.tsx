import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { paths } from '../../lib/paths';
import { TextLink } from '../../parts/links';
import { unbroken } from '../../text/names';
import classes from './threat.module.css';
import type { Threat } from './threat-query';

const promises: Readonly<Record<Threat['checks'][number]['check'], string>> = {
  LOSS_FALLS: 'The loss falls.',
  LARGE_BUDGET: 'With a large budget nearly all evade.',
  MORE_STEPS: 'More steps are never worse.',
  BEATS_TRANSFER: 'It does no worse than the best attack that does not know the detector.',
};

/** What must hold of an attack before its numbers say anything: passed, failed, or not made, with the numbers. */
export function SanityChecks({ threat: { attackSet, checks } }: { threat: Threat }) {
  return (
    <>
      <p className={classes.attack}>
        <TextLink href={paths.attackSet(attackSet.id)}>{unbroken(attackSet.name)}</TextLink>
      </p>
      <ul className={classes.checks}>
        {checks.map(({ check, passed, reason }) => (
          <li key={check}>
            <Outcome passed={passed} />
            <span>
              <strong>{promises[check]}</strong> {reason}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Outcome({ passed }: { passed: boolean | null }) {
  const [Icon, word, look] =
    passed === null
      ? ([IconMinus, 'not made', classes.open] as const)
      : passed
        ? ([IconCheck, 'passed', classes.passed] as const)
        : ([IconX, 'failed', classes.failed] as const);
  return (
    <>
      <Icon size={16} stroke={2} aria-hidden="true" className={look} />
      <span className={look}>{word}</span>
    </>
  );
}
