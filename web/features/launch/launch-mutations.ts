import { graphql } from '@fiducial/schema';

/** The fields that every answer to a launch has. */
const Refused = graphql(`
  fragment Refused on UserError @_unmask {
    message
    ... on InvalidInputError {
      field
    }
  }
`);

/** The mutations behind the launch forms, by name. Each gives the thing with the run that makes it. */
export const launchMutations = {
  importDataset: graphql(
    `mutation ImportDataset($input: ImportDatasetInput!) {
      launched: importDataset(input: $input) { __typename ...Refused ... on Dataset { id run { id } } }
    }`,
    [Refused],
  ),
  startTestBed: graphql(
    `mutation LaunchTestBed($input: StartTestBedInput!) {
      launched: startTestBed(input: $input) { __typename ...Refused ... on TestBed { id } }
    }`,
    [Refused],
  ),
  startProtocol: graphql(
    `mutation LaunchProtocol($input: StartProtocolInput!) {
      launched: startProtocol(input: $input) { __typename ...Refused ... on TestBed { id } }
    }`,
    [Refused],
  ),
  trainModel: graphql(
    `mutation TrainModel($input: TrainModelInput!) {
      launched: trainModel(input: $input) { __typename ...Refused ... on Model { id run { id } } }
    }`,
    [Refused],
  ),
  registerModel: graphql(
    `mutation RegisterModel($input: RegisterModelInput!) {
      launched: registerModel(input: $input) { __typename ...Refused ... on Model { id run { id } } }
    }`,
    [Refused],
  ),
  drawSample: graphql(
    `mutation DrawSample($input: DrawSampleInput!) {
      launched: drawSample(input: $input) { __typename ...Refused ... on Sample { id run { id } } }
    }`,
    [Refused],
  ),
  launchAttack: graphql(
    `mutation LaunchAttack($input: LaunchAttackInput!) {
      launched: launchAttack(input: $input) { __typename ...Refused ... on AttackSet { id run { id } } }
    }`,
    [Refused],
  ),
  buildReferenceSet: graphql(
    `mutation BuildReferenceSet($input: BuildReferenceSetInput!) {
      launched: buildReferenceSet(input: $input) { __typename ...Refused ... on ReferenceSet { id run { id } } }
    }`,
    [Refused],
  ),
  fitDetector: graphql(
    `mutation FitDetector($input: FitDetectorInput!) {
      launched: fitDetector(input: $input) { __typename ...Refused ... on Detector { id run { id } } }
    }`,
    [Refused],
  ),
  launchAdaptiveAttack: graphql(
    `mutation LaunchAdaptiveAttack($input: LaunchAdaptiveAttackInput!) {
      launched: launchAdaptiveAttack(input: $input) { __typename ...Refused ... on AttackSet { id run { id } } }
    }`,
    [Refused],
  ),
  evaluateDetector: graphql(
    `mutation EvaluateDetector($input: EvaluateDetectorInput!) {
      launched: evaluateDetector(input: $input) { __typename ...Refused ... on Evaluation { id run { id } } }
    }`,
    [Refused],
  ),
  repeatDetector: graphql(
    `mutation RepeatDetector($input: RepeatDetectorInput!) {
      launched: repeatDetector(input: $input) { __typename ...Refused ... on TestBed { id } }
    }`,
    [Refused],
  ),
  sweepLayers: graphql(
    `mutation SweepLayers($input: SweepLayersInput!) {
      launched: sweepLayers(input: $input) { __typename ...Refused ... on LayerSweep { id run { id } } }
    }`,
    [Refused],
  ),
  recountLayers: graphql(
    `mutation RecountLayers($input: RecountLayersInput!) {
      launched: recountLayers(input: $input) { __typename ...Refused ... on LayerSweep { id run { id } } }
    }`,
    [Refused],
  ),
} as const;

/** Name of one of `launchMutations`. */
export type LaunchMutation = keyof typeof launchMutations;
