import { randomBytes } from 'node:crypto';
import type { PrismaClient, Role } from '@fiducial/prisma/client';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import type { TestDatabase } from '../testkit/database';
import { addPerson, signIn } from '../testkit/people';
import { createProject, launch } from '../testkit/thing-requests';
import { uploadFile } from '../testkit/upload-file';

/** Headers of a request that say who asks. */
export type Headers = Readonly<Record<string, string>>;

/** A team with a project that holds one of everything, each under a name with the canary in it. */
export interface StockedTeam {
  /** Random text that stands in everything the team owns. */
  readonly canary: string;
  readonly teamId: string;
  readonly slug: string;
  /** Global ids by type: `Dataset`, `Run`, `SavedView`, `Member` (somebody to act on). */
  readonly ids: Readonly<Record<string, string>>;
  readonly uploadId: string;
  /** Address of a file with the canary in it. */
  readonly filePath: string;
  readonly admin: Headers;
}

/** Two teams that know nothing of each other, on one server. Nothing is computed: there is no worker. */
export async function openTwoTeams(
  database?: TestDatabase,
): Promise<{ api: ApiBench; ours: StockedTeam; theirs: StockedTeam }> {
  const api = await openApiBench({ FIDUCIAL_TASKS: '' }, database);
  const ours = await stockTeam(api, 'ours');
  const theirs = await stockTeam(api, 'theirs');
  return { api, ours, theirs };
}

/** The global id of a row. */
export const globalId = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64');

/** Makes somebody in a team and signs them in. */
export async function signedIn(
  api: ApiBench,
  { name, teamId, role }: { name: string; teamId: string; role: Role },
): Promise<Headers & { readonly cookie: string }> {
  const email = `${name}@example.org`;
  await addPerson(api.prisma, { email, teamId, role });
  return { cookie: await signIn(api, email) };
}

/** An API that asks as somebody. */
export function askingAs(api: ApiBench, headers: Headers): Pick<ApiBench, 'ask' | 'address'> {
  return {
    address: api.address,
    ask: async <T>(query: string, variables?: Record<string, unknown>) => {
      const { data, errors } = await api.send<T>(query, variables, headers);
      if (errors || !data) throw new Error(`The API answered: ${JSON.stringify(errors)}`);
      return data;
    },
  };
}

async function stockTeam(api: ApiBench, name: string): Promise<StockedTeam> {
  const canary = `canary${randomBytes(8).toString('hex')}`;
  const { id: teamId } = await api.prisma.team.create({ data: { slug: name, name: `Team ${canary}` } });
  const admin = await signedIn(api, { name: `admin-of-${name}`, teamId, role: 'ADMIN' });
  const spare = await addPerson(api.prisma, {
    email: `${canary}@example.org`,
    teamId,
    role: 'VIEWER',
  });
  const asked = askingAs(api, admin);
  const projectId = await createProject(asked, `Project ${canary}`);
  const things = await makeThings(asked, { projectId, canary });
  await failRun(api.prisma, things.FailedRun ?? '');
  const uploadId = await uploadFile(asked, projectId, {
    fileName: `${canary}.txt`,
    bytes: Buffer.from(`bytes of ${canary}`),
  });
  const logged = await makeRecords(asked, { projectId, canary, uploadId, teamId });
  const [, runId = ''] = Buffer.from(logged.Run ?? '', 'base64')
    .toString()
    .split(':');
  const { slug } = await api.prisma.project.findFirstOrThrow({ where: { teamId }, orderBy: { id: 'asc' } });
  const spareProjectId = await createProject(asked, `Spare ${canary}`);
  const deletedProjectId = await createProject(asked, `Deleted ${canary}`);
  await asked.ask('mutation ($id: ID!) { result: deleteProject(id: $id) { __typename } }', {
    id: deletedProjectId,
  });
  return {
    canary,
    teamId,
    slug,
    uploadId,
    admin,
    filePath: `/files/${runId}/kept.txt`,
    ids: {
      Project: projectId,
      SpareProject: spareProjectId,
      DeletedProject: deletedProjectId,
      Team: globalId('Team', teamId),
      Member: globalId('User', spare.id),
      TestBed: await testBedOf(api.prisma, teamId),
      ...things,
      ...logged,
    },
  };
}

async function makeThings(
  asked: Pick<ApiBench, 'ask'>,
  { projectId, canary }: { projectId: string; canary: string },
): Promise<Record<string, string>> {
  const name = `Thing ${canary}`;
  const dataset = await launch(asked, 'importDataset', { name, projectId, source: { builtInDigits: {} } });
  const model = await launch(asked, 'trainModel', {
    name,
    datasetId: dataset.id,
    architecture: { standardCnn: {} },
  });
  const sample = await launch(asked, 'drawSample', { name, modelId: model.id });
  const set = { name, sampleId: sample.id, attack: { fgsm: {} }, epsilons: [0.1] };
  const attackSet = await launch(asked, 'launchAttack', set);
  const referenceSet = await launch(asked, 'buildReferenceSet', { name, modelId: model.id });
  const parts = { name, referenceSetId: referenceSet.id, sampleId: sample.id };
  const detector = await launch(asked, 'fitDetector', {
    ...parts,
    detector: { knnScore: { layer: 'conv4' } },
  });
  const attackSetIds = [attackSet.id];
  const evaluation = await launch(asked, 'evaluateDetector', { name, detectorId: detector.id, attackSetIds });
  const layerSweep = await launch(asked, 'sweepLayers', { ...parts, attackSetIds });
  await asked.ask(
    'mutation ($input: StartTestBedInput!) { result: startTestBed(input: $input) { __typename } }',
    { input: { datasetId: dataset.id, name } },
  );
  const failing = await launch(asked, 'importDataset', {
    name,
    projectId,
    source: { builtInDigits: { testFraction: 0.3 } },
  });
  return {
    QueuedRun: dataset.run.id,
    FailedRun: failing.run.id,
    Dataset: dataset.id,
    Model: model.id,
    Sample: sample.id,
    AttackSet: attackSet.id,
    ReferenceSet: referenceSet.id,
    Detector: detector.id,
    Evaluation: evaluation.id,
    LayerSweep: layerSweep.id,
  };
}

/** Records that are no things: a logged run with a file, one to delete, a view, an invitation, a token. */
async function makeRecords(
  asked: Pick<ApiBench, 'ask'>,
  of: { projectId: string; canary: string; uploadId: string; teamId: string },
): Promise<Record<string, string>> {
  const { projectId, canary, uploadId, teamId } = of;
  const id = async (mutation: string, type: string, input: object, pick: string) => {
    const { result } = await asked.ask<{
      result: { id: string } & { kept: { id: string } } & { message?: string };
    }>(
      `mutation ($input: ${type}!) { result: ${mutation}(input: $input) { ... on UserError { message } ${pick} } }`,
      { input },
    );
    if (result.message) throw new Error(`${mutation}: ${result.message}`);
    return result.kept?.id ?? result.id;
  };
  const logged = {
    projectId,
    name: `Run ${canary}`,
    params: { word: canary },
    notes: canary,
    tags: [{ key: canary, value: canary }],
    metrics: [{ name: canary, steps: [0, 1], values: [1, 2] }],
  };
  const run = await id('createRun', 'CreateRunInput', logged, '... on Run { id }');
  await id(
    'logArtifact',
    'LogArtifactInput',
    { runId: run, uploadId, name: 'kept.txt' },
    '... on Run { id }',
  );
  const about = { runId: run, text: `Comment ${canary}` };
  const comment = () => id('addComment', 'AddCommentInput', about, '... on Comment { id }');
  const deletedComment = await comment();
  await asked.ask('mutation ($id: ID!) { deleteComment(id: $id) { __typename } }', { id: deletedComment });
  const panels = [
    { text: { markdown: `Words of ${canary}` } },
    { metric: { runIds: [run], name: canary, caption: canary } },
  ];
  const report = () =>
    id(
      'createReport',
      'CreateReportInput',
      { projectId, title: `Report ${canary}`, blocks: panels },
      '... on Report { id }',
    );
  const deletedReport = await report();
  await asked.ask('mutation ($id: ID!) { deleteReport(id: $id) { __typename } }', { id: deletedReport });
  const deletion = async () => {
    const going = await id('createRun', 'CreateRunInput', logged, '... on Run { id }');
    const { result } = await asked.ask<{ result: { deletionId: string } }>(
      'mutation ($id: ID!) { result: deleteRun(id: $id) { ... on DeletedRun { deletionId } } }',
      { id: going },
    );
    return result.deletionId;
  };
  const view = { projectId, name: `View ${canary}`, columns: [canary] };
  const invite = { teamId: globalId('Team', teamId), email: `invited-${canary}@example.org`, role: 'RUNNER' };
  return {
    Run: run,
    DeletedRun: await id('createRun', 'CreateRunInput', logged, '... on Run { id }'),
    RunDeletion: await deletion(),
    SavedView: await id('saveView', 'SaveViewInput', view, '... on SavedView { id }'),
    Invitation: await id(
      'inviteMember',
      'InviteMemberInput',
      invite,
      '... on NewInvitation { kept: invitation { id } }',
    ),
    PublicLink: await id(
      'createPublicLink',
      'CreatePublicLinkInput',
      { runId: run, title: `Link ${canary}` },
      '... on NewPublicLink { kept: link { id } }',
    ),
    Report: await report(),
    SpareReport: await report(),
    DeletedReport: deletedReport,
    Comment: await comment(),
    SpareComment: await comment(),
    DeletedComment: deletedComment,
    AccessToken: await id(
      'createAccessToken',
      'CreateAccessTokenInput',
      { name: `Token ${canary}`, scope: 'READ' },
      '... on NewAccessToken { kept: token { id } }',
    ),
  };
}

/** As if its worker had been lost too often. */
async function failRun(prisma: PrismaClient, globalRunId: string): Promise<void> {
  const [, id = ''] = Buffer.from(globalRunId, 'base64').toString().split(':');
  const failure = { code: 'WORKER_LOST', message: 'The worker was lost.', step: null };
  await prisma.run.update({ where: { id }, data: { status: 'FAILED', failure, finishedAt: new Date() } });
}

async function testBedOf(prisma: PrismaClient, teamId: string): Promise<string> {
  const bed = await prisma.testBed.findFirstOrThrow({ where: { project: { teamId } } });
  return globalId('TestBed', bed.id);
}
