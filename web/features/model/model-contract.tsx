import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { Alert, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { Facts } from '../../parts/facts';
import { valueInWords } from '../../parts/parameter-list';
import { Section } from '../../parts/section';
import { formatCount, formatShare } from '../../text/numbers';

/** What a model takes and gives, how well, and what cannot be done with it. */
export const ModelContract = graphql(`
  fragment ModelContract on Model {
    bounds
    format
    limitations { code message }
    cleanAccuracy
    layers { parameters }
    dataset { inputShape classNames }
  }
`);

type ContractRef = FragmentOf<typeof ModelContract>;

/** Its accuracy and size. */
export function ModelFigures({ model }: { model: ContractRef }) {
  const { cleanAccuracy, layers, format } = readFragment(ModelContract, model);
  const weights = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  return (
    <Facts
      items={[
        ['Clean accuracy, test split', formatShare(cleanAccuracy)],
        ['Weights', formatCount(weights)],
        ['Layers', formatCount(layers.length)],
        ['Format', format === 'GRAPH' ? 'graph, frozen for inference' : 'layers'],
      ]}
    />
  );
}

/** What an input must be, for whoever gives the model one: shape, order of the values, range, kind; and what comes out. */
export function InputContract({ model }: { model: ContractRef }) {
  const { bounds, dataset } = readFragment(ModelContract, model);
  const [least = 0, most = 1] = bounds;
  const { inputShape, classNames } = dataset;
  return (
    <Section title="Input contract" note="what it takes, and what it gives">
      <Facts
        items={[
          ['Shape: height × width × channels', inputShape.join(' × ')],
          ['Order of the values', 'rows, columns, channels last (NHWC)'],
          ['Channels', inputShape[2] === 1 ? 'gray' : 'red, green, blue'],
          ['Range of values', bounds.map(valueInWords).join(' to ')],
          ['Kind of values', '32-bit floats'],
          ['A byte b of a picture becomes', byteInWords(least, most)],
          ['Output', `logits of ${formatCount(classNames.length)} classes`],
        ]}
      />
    </Section>
  );
}

function byteInWords(least: number, most: number): string {
  const scaled =
    most - least === 255 ? 'b' : `b / 255${most - least === 1 ? '' : ` × ${valueInWords(most - least)}`}`;
  if (least === 0) return scaled;
  return `${scaled} ${least < 0 ? '−' : '+'} ${valueInWords(Math.abs(least))}`;
}

/** What cannot be done with it, and why; nothing where everything can. */
export function Limitations({ model }: { model: ContractRef }) {
  const { limitations } = readFragment(ModelContract, model);
  if (limitations.length === 0) return null;
  return (
    <Alert
      color="gray"
      icon={<IconInfoCircle aria-hidden="true" />}
      title="What cannot be done with it"
      mb="xl"
    >
      {limitations.map(({ code, message }) => (
        <Text key={code} size="sm" mt={4}>
          {message}
        </Text>
      ))}
    </Alert>
  );
}
