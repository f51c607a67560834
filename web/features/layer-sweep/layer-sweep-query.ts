import { graphql, type ResultOf } from '@fiducial/schema';
import { MakingRun } from '../thing/thing-frame';
import { Disturbances } from './disturbance-rows';

const SettingFields = graphql(`
  fragment SettingFields on SweepCell @_unmask {
    layer
    preprocessing
    weighting
    k
    validationMacroAuc
    testMacroAuc
    aucs { attackSet { id name control } test }
  }
`);

/** A sweep with its axes and what was chosen of it. */
export const LayerSweepQuery = graphql(
  `
    query LayerSweep($id: ID!) {
      node(id: $id) {
        __typename
        ... on LayerSweep {
          id
          name
          layers
          preprocessings
          weightings
          ks
          keptNeighbors
          countingMilliseconds
          project { id }
          model { id name }
          referenceSet { id name }
          sample { id name }
          source { id name }
          attackSets { id name control }
          counts { partition authentic sets { attackSet { id } count } }
          best { ...SettingFields }
          bestByLayer { ...SettingFields }
          ...Disturbances
          run { ...MakingRun }
        }
      }
    }
  `,
  [MakingRun, SettingFields, Disturbances],
);

/** All AUCs of a sweep against one attack, and against a control beside it. */
export const SweepCurvesQuery = graphql(`
  query SweepCurves($id: ID!, $partition: SweptPartition!, $attackSetId: ID, $controlId: ID, $withControl: Boolean!) {
    node(id: $id) {
      __typename
      ... on LayerSweep {
        curves(partition: $partition, attackSetId: $attackSetId) { layer preprocessing weighting aucs }
        control: curves(partition: $partition, attackSetId: $controlId) @include(if: $withControl) {
          layer preprocessing weighting aucs
        }
      }
    }
  }
`);

/** A sweep as its page asks for it. */
export type LayerSweepData = Extract<
  NonNullable<ResultOf<typeof LayerSweepQuery>['node']>,
  { __typename: 'LayerSweep' }
>;
/** AUC over k of one layer, preprocessing and weighting. */
export type SweepCurveData = Extract<
  NonNullable<ResultOf<typeof SweepCurvesQuery>['node']>,
  { __typename: 'LayerSweep' }
>['curves'][number];
