import type { Role } from '@fiducial/prisma/client';

/**
 * The role that each mutation needs in the project or team that it touches: runners launch and cancel, editors make,
 * change and delete, admins decide who may. The only place that says so; the schema is not built while one is missing.
 */
export const mutationRoles = {
  addComment: 'RUNNER',
  beginUpload: 'RUNNER',
  buildReferenceSet: 'RUNNER',
  cancelRun: 'RUNNER',
  cancelRuns: 'RUNNER',
  changeComment: 'RUNNER',
  completeUpload: 'RUNNER',
  createRun: 'RUNNER',
  deleteComment: 'RUNNER',
  drawSample: 'RUNNER',
  evaluateDetector: 'RUNNER',
  finishRun: 'RUNNER',
  fitDetector: 'RUNNER',
  importDataset: 'RUNNER',
  launchAdaptiveAttack: 'RUNNER',
  launchAttack: 'RUNNER',
  launchSeveral: 'RUNNER',
  logArtifact: 'RUNNER',
  logMetrics: 'RUNNER',
  logParams: 'RUNNER',
  recountLayers: 'RUNNER',
  registerModel: 'RUNNER',
  repeatDetector: 'RUNNER',
  requeueRun: 'RUNNER',
  restoreComment: 'RUNNER',
  setRunPriorities: 'RUNNER',
  setRunPriority: 'RUNNER',
  startProtocol: 'RUNNER',
  startTestBed: 'RUNNER',
  sweepLayers: 'RUNNER',
  trainModel: 'RUNNER',
  tryInput: 'RUNNER',

  changeProject: 'EDITOR',
  changeReport: 'EDITOR',
  createProject: 'EDITOR',
  createPublicLink: 'EDITOR',
  createReport: 'EDITOR',
  deleteReport: 'EDITOR',
  deleteRun: 'EDITOR',
  deleteRuns: 'EDITOR',
  deleteView: 'EDITOR',
  restoreReport: 'EDITOR',
  restoreRuns: 'EDITOR',
  revokePublicLink: 'EDITOR',
  saveView: 'EDITOR',
  setNotes: 'EDITOR',
  setTags: 'EDITOR',
  setTagsOfRuns: 'EDITOR',
  startDemonstration: 'EDITOR',

  changeMemberRole: 'ADMIN',
  changeProjectRole: 'ADMIN',
  deleteProject: 'ADMIN',
  inviteMember: 'ADMIN',
  moveProject: 'ADMIN',
  removeMember: 'ADMIN',
  restoreProject: 'ADMIN',
  revokeInvitation: 'ADMIN',

  /** For those who are admins of some team already. */
  createTeam: 'ADMIN',

  // One's own: what a token may do with tokens is said where they are made.
  createAccessToken: 'VIEWER',
  revokeAccessToken: 'VIEWER',
  seeMentions: 'VIEWER',
  setUpSignIn: 'ADMIN',
} as const satisfies Readonly<Record<string, Role>>;

/** Fields of Query and Mutation that answer somebody who has not signed in. */
export const openFields: ReadonlySet<string> = new Set([
  'Query.signIn',
  'Query.invitation',
  'Query.sharedView',
  'Mutation.acceptInvitation',
]);
