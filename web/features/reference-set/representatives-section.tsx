import { graphql } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { addressOf } from '../../lib/address';
import { isMatrix } from '../../lib/matrix';
import { paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { ChoiceLinks } from '../../parts/choice-links';
import { Pixels } from '../../parts/pixels';
import { Section } from '../../parts/section';
import { formatCount, formatNumber } from '../../text/numbers';
import { ClassDistanceMap } from './class-distance-map';
import classes from './reference-set.module.css';

const RepresentativesQuery = graphql(`
  query Representatives($id: ID!, $layer: String!) {
    node(id: $id) {
      __typename
      ... on ReferenceSet {
        representatives(layer: $layer) {
          distances
          classes {
            label className medoidItem nearestClassName nearestDistance
            medoidImage { url width height }
          }
        }
      }
    }
  }
`);

/** The most central image of every class in one layer, and how far apart the classes are there; the layer stands in the address. */
export async function RepresentativesSection({
  id,
  layers,
  layer,
}: {
  id: string;
  layers: readonly string[];
  /** One of the layers. */
  layer: string;
}) {
  const { representatives } = await readNode(RepresentativesQuery, { id, layer }, 'ReferenceSet');
  if (!representatives) return null;
  const { classes: points, distances } = representatives;
  return (
    <Section
      title="Classes in a layer"
      note="the most central image of each class (its medoid), and how far apart the means of the classes are"
      actions={
        <ChoiceLinks
          label="Layer"
          choices={layers.map((name) => ({
            title: name,
            href: addressOf(paths.referenceSet(id), { layer: name }),
            chosen: name === layer,
          }))}
        />
      }
    >
      <ul className={classes.medoids}>
        {points.map(({ label, className, medoidItem, medoidImage, nearestClassName, nearestDistance }) => (
          <li key={label}>
            <Pixels image={medoidImage} size={72} alt={`Medoid of class ${className}: item ${medoidItem}`} />
            <div>
              <b>{className}</b>
              <Text size="xs" c="dimmed">
                item {formatCount(medoidItem)}
              </Text>
              {nearestClassName !== null && (
                <Text size="xs" c="dimmed">
                  nearest: {nearestClassName}, {formatNumber(nearestDistance)}
                </Text>
              )}
            </div>
          </li>
        ))}
      </ul>
      {isMatrix(distances) && distances.length > 1 && (
        <ClassDistanceMap
          layer={layer}
          classNames={points.map(({ className }) => className)}
          distances={distances}
        />
      )}
    </Section>
  );
}
