import type { StockedTeam } from './two-teams';

/** How a mutation is called on what a team owns. */
interface Call {
  /** Variables, as they are declared. */
  readonly declaration: string;
  readonly call: string;
  readonly variables: Record<string, unknown>;
}

type MakeCall = (team: StockedTeam, other: StockedTeam) => Call;

/** A mutation with one argument `input`, of a type named after it. */
const input =
  (type: string, make: (team: StockedTeam) => object): MakeCall =>
  (team) => ({
    declaration: `($input: ${type}Input!)`,
    call: '(input: $input)',
    variables: { input: make(team) },
  });

/** A mutation with ids as its arguments. */
const ids =
  (make: (team: StockedTeam) => Record<string, string | undefined>, more = ''): MakeCall =>
  (team) => {
    const variables = make(team);
    const names = Object.keys(variables);
    return {
      declaration: `(${names.map((name) => `$${name}: ID!`).join(', ')})`,
      call: `(${names.map((name) => `${name}: $${name}`).join(', ')}${more})`,
      variables,
    };
  };

/** A mutation on a selection of runs. */
const selected =
  (run: 'DeletedRun' | 'QueuedRun' | 'Run', more = ''): MakeCall =>
  ({ ids: known }) => ({
    declaration: '($selection: RunSelectionInput!)',
    call: `(selection: $selection${more})`,
    variables: { selection: { filter: { ids: [known[run]] } } },
  });

/** For each mutation, a call that would do something to what the team owns. */
export const mutationInputs: Readonly<Record<string, MakeCall>> = {
  addComment: input('AddComment', ({ ids: { Run, Member } }) => ({
    runId: Run,
    text: 'Look at this.',
    mentions: [Member],
  })),
  beginUpload: input('BeginUpload', ({ ids: { Project } }) => ({
    projectId: Project,
    kind: 'file',
    fileName: 'a.txt',
    bytes: 1,
    sha256: 'a'.repeat(64),
  })),
  buildReferenceSet: input('BuildReferenceSet', ({ ids: { Model } }) => ({ modelId: Model })),
  cancelRun: ids(({ ids: { DeletedRun } }) => ({ id: DeletedRun })),
  cancelRuns: selected('DeletedRun'),
  changeComment: input('ChangeComment', ({ ids: { Comment } }) => ({ id: Comment, text: 'Other words.' })),
  changeReport: input('ChangeReport', ({ ids: { Report } }) => ({
    id: Report,
    expectedVersion: 0,
    title: 'Other words',
    blocks: [],
  })),
  changeMemberRole: ids(
    ({ ids: { Team, Member } }) => ({ teamId: Team, memberId: Member }),
    ', role: RUNNER',
  ),
  changeProject: input('ChangeProject', ({ ids: { Project } }) => ({ projectId: Project, name: 'Other' })),
  changeProjectRole: ids(
    ({ ids: { Project, Member } }) => ({ projectId: Project, memberId: Member }),
    ', role: RUNNER',
  ),
  completeUpload: (team) => ({
    declaration: '($id: String!)',
    call: '(uploadId: $id)',
    variables: { id: team.uploadId },
  }),
  createProject: input('CreateProject', () => ({ name: 'New one' })),
  createTeam: () => ({ declaration: '', call: '(name: "New team")', variables: {} }),
  createPublicLink: input('CreatePublicLink', ({ ids: { Run } }) => ({ runId: Run })),
  createReport: input('CreateReport', ({ ids: { Project, Evaluation } }) => ({
    projectId: Project,
    title: 'New report',
    blocks: [{ results: { evaluationIds: [Evaluation] } }],
  })),
  createRun: input('CreateRun', ({ ids: { Project } }) => ({ projectId: Project, status: 'SUCCEEDED' })),
  deleteComment: ids(({ ids: { SpareComment } }) => ({ id: SpareComment })),
  deleteProject: ids(({ ids: { SpareProject } }) => ({ id: SpareProject })),
  deleteReport: ids(({ ids: { SpareReport } }) => ({ id: SpareReport })),
  deleteRun: ids(({ ids: { DeletedRun } }) => ({ id: DeletedRun })),
  deleteRuns: selected('DeletedRun'),
  deleteView: ids(({ ids: { SavedView } }) => ({ id: SavedView })),
  drawSample: input('DrawSample', ({ ids: { Model } }) => ({ modelId: Model })),
  evaluateDetector: input('EvaluateDetector', ({ ids: { Detector, AttackSet } }) => ({
    detectorId: Detector,
    attackSetIds: [AttackSet],
  })),
  finishRun: input('FinishRun', ({ ids: { Run } }) => ({ runId: Run, status: 'SUCCEEDED' })),
  fitDetector: input('FitDetector', ({ ids: { ReferenceSet, Sample } }) => ({
    referenceSetId: ReferenceSet,
    sampleId: Sample,
    detector: { knnScore: {} },
  })),
  importDataset: input('ImportDataset', ({ ids: { Project } }) => ({
    projectId: Project,
    source: { builtInDigits: {} },
  })),
  inviteMember: input('InviteMember', ({ ids: { Team } }) => ({
    teamId: Team,
    email: 'somebody@example.org',
    role: 'ADMIN',
  })),
  launchAdaptiveAttack: input('LaunchAdaptiveAttack', ({ ids: { Detector } }) => ({
    detectorId: Detector,
    attack: { detectorFeatureMatching: {} },
  })),
  launchAttack: input('LaunchAttack', ({ ids: { Sample } }) => ({ sampleId: Sample, attack: { fgsm: {} } })),
  launchSeveral: input('LaunchSeveral', ({ ids: { Dataset } }) => ({
    launches: [{ launch: { trainModel: { datasetId: Dataset, architecture: { standardCnn: {} } } } }],
  })),
  logArtifact: input('LogArtifact', (team) => ({
    runId: team.ids.Run,
    uploadId: team.uploadId,
    name: 'other.txt',
    replace: true,
  })),
  logMetrics: input('LogMetrics', ({ ids: { Run } }) => ({
    runId: Run,
    metrics: [{ name: 'loss', steps: [0], values: [1] }],
  })),
  logParams: input('LogParams', ({ ids: { Run } }) => ({ runId: Run, params: { more: 1 } })),
  moveProject: (team, other) => ({
    declaration: '($projectId: ID!, $teamId: ID!)',
    call: '(projectId: $projectId, teamId: $teamId)',
    variables: { projectId: team.ids.Project, teamId: other.ids.Team },
  }),
  recountLayers: input('RecountLayers', ({ ids: { LayerSweep } }) => ({ layerSweepId: LayerSweep })),
  registerModel: input('RegisterModel', (team) => ({
    datasetId: team.ids.Dataset,
    modelJson: team.uploadId,
    weights: [team.uploadId],
  })),
  removeMember: ids(({ ids: { Team, Member } }) => ({ teamId: Team, memberId: Member })),
  repeatDetector: input('RepeatDetector', ({ ids: { ReferenceSet, Sample, AttackSet } }) => ({
    referenceSetId: ReferenceSet,
    sampleId: Sample,
    attackSetIds: [AttackSet],
    detector: { knnScore: {} },
    seeds: [0, 1],
  })),
  requeueRun: ids(({ ids: { FailedRun } }) => ({ id: FailedRun })),
  restoreComment: ids(({ ids: { DeletedComment } }) => ({ id: DeletedComment })),
  restoreProject: ids(({ ids: { DeletedProject } }) => ({ id: DeletedProject })),
  restoreReport: ids(({ ids: { DeletedReport } }) => ({ id: DeletedReport })),
  restoreRuns: ids(({ ids: { RunDeletion } }) => ({ deletionId: RunDeletion })),
  revokeInvitation: ids(({ ids: { Invitation } }) => ({ id: Invitation })),
  revokePublicLink: ids(({ ids: { PublicLink } }) => ({ id: PublicLink })),
  saveView: input('SaveView', ({ ids: { Project } }) => ({
    projectId: Project,
    name: 'Another',
    columns: [],
  })),
  setNotes: ids(({ ids: { Run } }) => ({ runId: Run }), ', notes: "noted"'),
  setRunPriorities: selected('QueuedRun', ', priority: LOW'),
  setRunPriority: ids(({ ids: { QueuedRun } }) => ({ id: QueuedRun }), ', priority: HIGH'),
  setTags: ids(({ ids: { Run } }) => ({ runId: Run }), ', tags: []'),
  setTagsOfRuns: selected('Run', ', tags: []'),
  startDemonstration: () => ({ declaration: '', call: '', variables: {} }),
  startProtocol: input('StartProtocol', ({ ids: { Dataset } }) => ({
    datasetId: Dataset,
    protocol: 'carrara-mtap-2018',
  })),
  startTestBed: input('StartTestBed', ({ ids: { Dataset } }) => ({ datasetId: Dataset })),
  sweepLayers: input('SweepLayers', ({ ids: { ReferenceSet, Sample, AttackSet } }) => ({
    referenceSetId: ReferenceSet,
    sampleId: Sample,
    attackSetIds: [AttackSet],
  })),
  trainModel: input('TrainModel', ({ ids: { Dataset } }) => ({
    datasetId: Dataset,
    architecture: { standardCnn: {} },
  })),
  tryInput: input('TryInput', ({ ids: { Detector } }) => ({ detectorIds: [Detector], image: { item: 0 } })),
};
