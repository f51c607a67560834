import { builder } from '../graphql/builder';
import type { ReadBlock } from './block-reading';
import type { BlockKind, BlockOf } from './report-blocks';

// No type of a block leads anywhere else: whoever has a public link to a report reads these, and nothing behind them.

/** Names of the types of blocks. */
const blockTypeNames = {
  text: 'TextBlock',
  results: 'ResultsPanel',
  roc: 'RocPanel',
  scores: 'ScoresPanel',
  metric: 'MetricPanel',
  figure: 'FigurePanel',
  input: 'InputPanel',
} as const satisfies Record<BlockKind, string>;

/** A block as the API gives it. */
export const ReportBlockInterface = builder.interfaceRef<ReadBlock>('ReportBlock').implement({
  description: 'A block of a report: text, or a panel that shows what its things are now.',
  resolveType: ({ block }) => blockTypeNames[block.kind],
  fields: (t) => ({
    caption: t.string({
      nullable: true,
      description: 'What its writers put under it; null where they put nothing, and for text.',
      resolve: ({ block }) => (block.kind === 'text' ? null : block.caption),
    }),
  }),
});

/** The type of a kind of block, whose fields are added by its own file. */
export function blockObject<Kind extends BlockKind>(kind: Kind, description: string) {
  const ref = builder.objectRef<ReadBlock<BlockOf<Kind>>>(blockTypeNames[kind]);
  ref.implement({ description, interfaces: [ReportBlockInterface] });
  return ref;
}

const TextBlock = blockObject('text', 'Words between panels.');

builder.objectField(TextBlock, 'markdown', (t) =>
  t.string({
    description: 'Markdown as GitHub has it; HTML and pictures in it are not meant to be shown.',
    resolve: ({ block }) => block.markdown,
  }),
);

/** Said by every panel. */
export const gapsWords =
  'What it does not show, and why, a sentence each: things that were deleted since, or are not finished. Empty where all is there.';
