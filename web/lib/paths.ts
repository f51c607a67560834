import { addressOf } from './address';

/** Evaluations that a comparison takes at most. */
export const mostCompared = 50;

/** Addresses of the pages: the only place that knows them. Ids are global ids. */
export const paths = {
  home: '/',
  /** Where people sign in; `next` is where they wanted to go. */
  signIn: (next?: string) => addressOf('/sign-in', { next }),
  /** Where an invitation's link leads. */
  join: (secret: string) => `/join/${encodeURIComponent(secret)}`,
  /** Where a public link leads. */
  shared: (secret: string) => `/shared/${encodeURIComponent(secret)}`,
  teams: '/teams',
  team: (id: string) => `/teams/${encodeURIComponent(id)}`,
  /** Comments that address the viewer. */
  mentions: '/mentions',
  tokens: '/tokens',
  password: '/password',
  /** Workers, queue, storage, and what the installation stands on. */
  system: '/system',
  projects: '/projects',
  project: (id: string) => `/projects/${encodeURIComponent(id)}`,
  /** Who may do what in a project. */
  projectAccess: (id: string) => `/projects/${encodeURIComponent(id)}/access`,
  /** Its name, its team, its end. */
  projectSettings: (id: string) => `/projects/${encodeURIComponent(id)}/settings`,
  /** Where its best detector is tried. */
  projectTry: (id: string) => `/projects/${encodeURIComponent(id)}/try`,
  /** Its reports. */
  projectReports: (id: string) => `/projects/${encodeURIComponent(id)}/reports`,
  /** A report as it is read. */
  report: (id: string) => `/reports/${encodeURIComponent(id)}`,
  editReport: (id: string) => `/reports/${encodeURIComponent(id)}/edit`,
  projectRuns: (id: string) => `/projects/${encodeURIComponent(id)}/runs`,
  /** What can be made in a project. */
  make: (projectId: string) => `/projects/${encodeURIComponent(projectId)}/new`,
  /** A launch form; `given` fills fields in, such as the model that is to be attacked. */
  launch: (projectId: string, form: string, given: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams(given).toString();
    return `/projects/${encodeURIComponent(projectId)}/new/${form}${query ? `?${query}` : ''}`;
  },
  runs: '/runs',
  /** The form that launches a run again, filled in. */
  runAgain: (id: string) => `/runs/${encodeURIComponent(id)}/again`,
  run: (id: string) => `/runs/${encodeURIComponent(id)}`,
  dataset: (id: string) => `/datasets/${encodeURIComponent(id)}`,
  model: (id: string) => `/models/${encodeURIComponent(id)}`,
  sample: (id: string) => `/samples/${encodeURIComponent(id)}`,
  attackSet: (id: string) => `/attack-sets/${encodeURIComponent(id)}`,
  referenceSet: (id: string) => `/reference-sets/${encodeURIComponent(id)}`,
  detector: (id: string) => `/detectors/${encodeURIComponent(id)}`,
  testBed: (id: string) => `/test-beds/${encodeURIComponent(id)}`,
  /** What attackers with zero, limited and perfect knowledge get past a detector. */
  threatLevels: (detectorId: string) => `/detectors/${encodeURIComponent(detectorId)}/threats`,
  /** An image of one's own before a detector; `input` is one of an evaluation to begin with. */
  tryIt: (detectorId: string, input: { readonly evaluation?: string; readonly index?: number } = {}) =>
    addressOf(`/detectors/${encodeURIComponent(detectorId)}/try`, input),
  /** A layer sweep; `view` says what of it is shown. */
  layerSweep: (id: string, view: Readonly<Record<string, string | undefined>> = {}) =>
    addressOf(`/layer-sweeps/${encodeURIComponent(id)}`, view),
  /** One to fifty evaluations side by side; one alone is its own page. */
  compare: (evaluationIds: readonly string[]) =>
    `/compare?evaluations=${evaluationIds.map(encodeURIComponent).join(',')}`,
  /** The inputs that an evaluation scored; `filter` narrows and orders them. */
  inputs: (evaluationId: string, filter: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams(filter).toString();
    return `/inputs/${encodeURIComponent(evaluationId)}${query ? `?${query}` : ''}`;
  },
  /** One input; `place` is the list that it was opened from. */
  input: (evaluationId: string, index: number, place: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams(place).toString();
    return `/inputs/${encodeURIComponent(evaluationId)}/${index}${query ? `?${query}` : ''}`;
  },
} as const;

const thingPaths: Readonly<Record<string, (id: string) => string>> = {
  Dataset: paths.dataset,
  Model: paths.model,
  Sample: paths.sample,
  AttackSet: paths.attackSet,
  ReferenceSet: paths.referenceSet,
  Detector: paths.detector,
  Evaluation: (id) => paths.compare([id]),
  LayerSweep: (id) => paths.layerSweep(id),
};

/** The page of a thing that a run makes. */
export function thingPath({ __typename, id }: { __typename: string; id: string }): string | undefined {
  return thingPaths[__typename]?.(id);
}

/** The id in a page's address: Next gives segments as they are written. */
export function idOfSegment(segment: string): string {
  return decodeURIComponent(segment);
}
