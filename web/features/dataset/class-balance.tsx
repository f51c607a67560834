import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { Title } from '@mantine/core';
import { addressOf } from '../../lib/address';
import { paths } from '../../lib/paths';
import { Bars } from '../../parts/bars';
import { Section } from '../../parts/section';
import { formatCount, formatNumber, formatShare } from '../../text/numbers';
import classes from './dataset.module.css';

/** Images of each class in each split. */
export const ClassCounts = graphql(`
  fragment ClassCounts on Dataset {
    id
    classNames
    splits { name count classCounts }
  }
`);

/** Images of each class, a list of bars a split; each class leads to its images. */
export function ClassBalance({ dataset }: { dataset: FragmentOf<typeof ClassCounts> }) {
  const { id, classNames, splits } = readFragment(ClassCounts, dataset);
  return (
    <Section title="Class balance" note="images of each class, and their share of the split">
      <div className={classes.balance}>
        {splits.map(({ name, count, classCounts }) => (
          <div key={name}>
            <Title order={3} size="sm" fw={500} mb={4}>
              {name}
              <span className={classes.quiet}>
                {formatCount(count)} images{spreadOf(classCounts)}
              </span>
            </Title>
            <Bars
              label={`Images of each class in ${name}`}
              bars={classCounts.map((of, label) => ({
                name: classNames[label] ?? String(label),
                count: of,
                share: formatShare(of / Math.max(1, count)),
                href: addressOf(paths.dataset(id), { split: name, label }),
              }))}
            />
          </div>
        ))}
      </div>
    </Section>
  );
}

/** How far the largest class is from the smallest: 1 in a balanced split. */
function spreadOf(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (least === most) return ', balanced';
  return least === 0
    ? ', a class has none'
    : `, the largest class ${formatNumber(most / least)} times the smallest`;
}
