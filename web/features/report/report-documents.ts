import { graphql, type ResultOf, type VariablesOf } from '@fiducial/schema';
import { ChoosableFields } from '../compare/choosable-query';
import { BlockFields, BlockOutline } from './block-fields';

/** A report as it is read, without the figures of its panels. */
export const ReportQuery = graphql(
  `
    query Report($id: ID!) {
      node(id: $id) {
        __typename
        ... on Report {
          id
          title
          version
          changedAt
          authorName
          changedByName
          project { id name viewerRole }
          blocks { ...BlockOutline }
        }
      }
    }
  `,
  [BlockOutline],
);

/** Some blocks of a report, with their figures. */
export const ReportBlocksQuery = graphql(
  `
    query ReportBlocks($id: ID!, $at: [Int!]!) {
      node(id: $id) {
        __typename
        ... on Report { blocks(at: $at) { ...BlockFields } }
      }
    }
  `,
  [BlockFields],
);

/** What a block would show in a report of a project. */
export const BlockPreviewQuery = graphql(
  `
    query BlockPreview($projectId: ID!, $block: ReportBlockInput!) {
      node(id: $projectId) {
        __typename
        ... on Project { id reportBlock(block: $block) { ...BlockFields } }
      }
    }
  `,
  [BlockFields],
);

/** What panels can be made of, by name. */
const PanelChoices = graphql(
  `
    fragment PanelChoices on Project @_unmask {
      id
      leaderboard { ...ChoosableFields name inputCount }
      attackSets(first: 100) { edges { node { id name control epsilons } } }
      runs(first: 100) { edges { node { id title } } }
      metricNames
    }
  `,
  [ChoosableFields],
);

/** A report as it is written. */
export const ReportSourceQuery = graphql(
  `
    query ReportSource($id: ID!) {
      node(id: $id) {
        __typename
        ... on Report {
          id
          title
          version
          source
          project { name viewerRole ...PanelChoices }
        }
      }
    }
  `,
  [PanelChoices],
);

/** The version that a report is at. */
export const ReportVersionQuery = graphql(`
  query ReportVersion($id: ID!) {
    node(id: $id) { __typename ... on Report { id version } }
  }
`);

/** Begins a report. */
export const CreateReport = graphql(`
  mutation CreateReport($input: CreateReportInput!) {
    createReport(input: $input) {
      __typename
      ... on UserError { message }
      ... on Report { id }
    }
  }
`);

/** Saves a report. */
export const ChangeReport = graphql(`
  mutation ChangeReport($input: ChangeReportInput!) {
    changeReport(input: $input) {
      __typename
      ... on UserError { message }
      ... on InvalidInputError { field }
      ... on Report { id version }
    }
  }
`);

/** Takes a report away. */
export const DeleteReport = graphql(`
  mutation DeleteReport($id: ID!) {
    deleteReport(id: $id) {
      __typename
      ... on UserError { message }
      ... on DeletedReport { id }
    }
  }
`);

/** Takes the deletion of a report back. */
export const RestoreReport = graphql(`
  mutation RestoreReport($id: ID!) {
    restoreReport(id: $id) {
      __typename
      ... on UserError { message }
      ... on Report { id }
    }
  }
`);

/** A block as it is written. */
export type BlockSource = VariablesOf<typeof CreateReport>['input']['blocks'][number];
/** What panels can be made of. */
export type Choices = ResultOf<typeof PanelChoices>;
