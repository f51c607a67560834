import { Group } from '@mantine/core';
import classes from './choice-links.module.css';
import { TextLink } from './links';

/** A choice that stands in the page's address: one link for each value. */
export function ChoiceLinks({
  label,
  choices,
}: {
  label: string;
  choices: readonly { readonly title: string; readonly href: string; readonly chosen: boolean }[];
}) {
  return (
    <nav aria-label={label} className={classes.choices}>
      <span className={classes.label}>{label}</span>
      <Group gap={4}>
        {choices.map(({ title, href, chosen }) => (
          <TextLink
            key={title}
            href={href}
            underline="never"
            className={classes.choice}
            aria-current={chosen ? 'true' : undefined}
          >
            {title}
          </TextLink>
        ))}
      </Group>
    </nav>
  );
}
