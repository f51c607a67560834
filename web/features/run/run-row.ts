import { type FragmentOf, graphql, type ResultOf } from '@fiducial/schema';

/** What a line about a run shows. */
export const RunRow = graphql(`
  fragment RunRow on Run {
    id
    title
    kind
    kindTitle
    status
    priority
    createdAt
    startedAt
    finishedAt
    seconds
    cancellable
    createdByName
    progress {
      stage
      done
      total
      unit
      fraction
      secondsLeft
    }
    failure {
      message
    }
    reusedFrom {
      id
    }
    lastValues(names: ["evasionRate", "macroAuc", "successRate", "cleanAccuracy"])
    project {
      id
      name
    }
    thing {
      __typename
      name
      ... on Node {
        id
      }
    }
  }
`);

/** A run as a line shows it. */
export type RunRowData = ResultOf<typeof RunRow>;
/** A row as a query hands it on. */
export type RunRowRef = FragmentOf<typeof RunRow>;

/** Runs of a project, whenever they change. */
export const RunFeed = graphql(
  `
    subscription RunFeed($projectId: ID!) {
      projectRuns(projectId: $projectId) {
        ...RunRow
      }
    }
  `,
  [RunRow],
);

/** States in which a run does not change any more. */
export const endedStatuses: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);
