import { graphql, type ResultOf } from '@fiducial/schema';
import { RunWords } from '../logged-run/logged-run-details';

/** Everything on the page of a run. */
export const RunDetails = graphql(
  `
  query RunDetails($id: ID!, $logged: [String!]!) {
    node(id: $id) {
      __typename
      ... on Run {
        id
        title
        kind
        kindTitle
        status
        cancellable
        seed
        params
        launch { mutation input }
        createdAt
        startedAt
        finishedAt
        seconds
        attempt
        priority
        requeueable
        smallerBatches
        attempts(last: 20) { number startedAt endedAt outcome message step workerId }
        estimate { memoryBytes seconds measuredRuns }
        peakMemoryBytes
        createdByName
        inputDigest
        versions
        taskVersion
        backend { name version tensorflowVersion }
        progress { stage done total unit fraction secondsLeft }
        failure { code message step inputRunId }
        reusedFrom { id title finishedAt }
        testBed { id name }
        project { id name viewerRole }
        thing { __typename name ... on Node { id } }
        steps { name done total unit startedAt finishedAt seconds }
        metrics { name steps values thinned }
        inputs {
          role
          run { id title status }
          thing { __typename name ... on Node { id } }
        }
        outputs { name bytes mediaType url }
        lastSeq
        events(first: 100, types: $logged) { seq type data at }
        ...RunWords
      }
    }
  }
`,
  [RunWords],
);

/** A run as its page asks for it. */
export type RunPageData = Extract<NonNullable<ResultOf<typeof RunDetails>['node']>, { __typename: 'Run' }>;

/** What happens in a run, from an event on. */
export const RunEvents = graphql(`
  subscription RunEvents($runId: ID!, $afterSeq: Int) {
    runEvents(runId: $runId, afterSeq: $afterSeq) {
      seq
      type
      data
      at
    }
  }
`);

/** An event of a run as it is followed. */
export type RunEventData = ResultOf<typeof RunEvents>['runEvents'];
