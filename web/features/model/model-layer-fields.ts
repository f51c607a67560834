import { graphql, type ResultOf } from '@fiducial/schema';

/** Layers in forward order. */
export const ModelLayers = graphql(`
  fragment ModelLayers on Model {
    id
    project { id }
    taps
    layers { name className outputShape parameters tap }
  }
`);

/** A layer as its table shows it. */
export type ModelLayer = ResultOf<typeof ModelLayers>['layers'][number];
