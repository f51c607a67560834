/** What the fields are called to be that Relay's conventions add to every connection. */
export const relayWords = {
  nodeTypeOptions: { description: 'Anything with a global id.' },
  pageInfoTypeOptions: { description: 'Where a page lies in the whole list.' },
  nodeQueryOptions: {
    description: 'Anything by its global id; null when it is not there or not for the one who asks.',
    args: { id: { description: 'Global id.' } },
  },
  nodesQueryOptions: {
    description: 'Several things by their global ids, in that order.',
    args: { ids: { description: 'Global ids.' } },
  },
  cursorFieldOptions: { description: 'Where this element lies: an argument of after or before.' },
  nodeFieldOptions: { description: 'The element itself.' },
  edgesFieldOptions: { description: 'The elements of this page with their cursors.' },
  pageInfoFieldOptions: { description: 'Where this page lies in the whole list.' },
  hasNextPageFieldOptions: { description: 'Whether more elements follow.' },
  hasPreviousPageFieldOptions: { description: 'Whether elements come before.' },
  startCursorFieldOptions: { description: 'Cursor of the first element.' },
  endCursorFieldOptions: { description: 'Cursor of the last element.' },
  beforeArgOptions: { description: 'Only elements before this cursor.' },
  afterArgOptions: { description: 'Only elements after this cursor.' },
  firstArgOptions: { description: 'So many from the front: 1 to 100. One of first and last is to be given.' },
  lastArgOptions: { description: 'So many from the back: 1 to 100. One of first and last is to be given.' },
  defaultConnectionTypeOptions: { description: 'A page of a list.' },
  defaultEdgeTypeOptions: { description: 'An element of a list with its cursor.' },
} as const;
