import type { Role } from '@fiducial/prisma/client';

/** Kinds of people and programs that ask. */
export const viewers = [
  'anonymous',
  'other team',
  'viewer',
  'runner',
  'editor',
  'admin',
  'closed account',
  'expired token',
  'revoked token',
  'read token',
  'run token',
  'token of another project',
] as const;

/** One of them. */
export type ViewerName = (typeof viewers)[number];

/** What each may do in our project: a role, or nothing. The tokens are an admin's. */
export const roleOf: Readonly<Record<ViewerName, Role | undefined>> = {
  anonymous: undefined,
  'other team': undefined,
  viewer: 'VIEWER',
  runner: 'RUNNER',
  editor: 'EDITOR',
  admin: 'ADMIN',
  'closed account': undefined,
  'expired token': undefined,
  'revoked token': undefined,
  'read token': 'VIEWER',
  'run token': 'RUNNER',
  'token of another project': undefined,
};

/** Those whom the server does not know. */
export const nobody: ReadonlySet<ViewerName> = new Set([
  'anonymous',
  'closed account',
  'expired token',
  'revoked token',
]);

/** `answers` without refusal, `refuses`, or either as long as no canary is in it: an `empty` answer. */
export type Expectation = 'answers' | 'refuses' | 'empty';

/** Fields on the way that only admins of the team pass. */
export const adminsOnly: ReadonlySet<string> = new Set([
  'Team.invitations',
  'Team.auditLog',
  'Team.auditLogPath',
]);

/** Roots that answer everybody. */
const open = new Set(['Query.signIn', 'Query.invitation', 'Query.sharedView']);

/** Roots that speak of what is installed, the same to all who are known. */
const installed = new Set([
  'Query.adaptiveAttackMethods',
  'Query.architectures',
  'Query.attackMethods',
  'Query.detectorMethods',
  'Query.protocols',
  'Query.serverInfo',
]);

/** Roots that speak of the one who asks and of theirs alone. */
const own = new Set([
  'Query.viewer',
  'Query.projects',
  'Query.runs',
  'Query.runSelection',
  'Query.endedRuns',
  'Query.system',
]);

/** Roots that are given an id or a name of ours. */
const named = new Set([
  'Query.node',
  'Query.nodes',
  'Query.project',
  'Query.compare',
  'Query.input',
  'Query.estimateRun',
  'Query.foreseeLaunches',
]);

/**
 * What is expected of fields of a type, by the root and the fields on the way to them; undefined where nobody has said.
 */
export function expectationOf(
  { type, way }: { readonly type: string; readonly way: readonly string[] },
  viewer: ViewerName,
): Expectation | undefined {
  const [root = '', second = ''] = way;
  if (open.has(root)) return 'answers';
  if (![installed, own, named].some((known) => known.has(root))) return undefined;
  if (nobody.has(viewer)) return 'refuses';
  const admins = way.some((field) => adminsOnly.has(field));
  // A token of one project knows of the team of that project its name.
  const team = root === 'Query.node' && (second || `${type}.`).startsWith('Team.');
  if (viewer === 'token of another project' && team && !admins) return 'empty';
  if (named.has(root) && roleOf[viewer] === undefined) return root === 'Query.node' ? 'refuses' : 'empty';
  if (admins && roleOf[viewer] !== 'ADMIN') return 'refuses';
  return 'answers';
}

/** The role that a mutation needs, by what its name says; those that say something else are exceptions. */
const rules: readonly (readonly [RegExp, Role])[] = [
  [/Comment$|^(requeueRun|setRunPriority|setRunPriorities)$/, 'RUNNER'],
  [
    /^(changeMember|changeProjectRole|createTeam|deleteProject|invite|move|removeMember|restoreProject|revokeInvitation)/,
    'ADMIN',
  ],
  [
    /^(changeProject$|changeReport|createReport|restoreReport|delete|restoreRuns|save|set|createProject|createPublicLink|revokePublicLink|startDemonstration)/,
    'EDITOR',
  ],
  [
    /^(begin|build|cancel|complete|createRun|draw|evaluate|finish|fit|import|launch|log|recount|register|repeat|start|sweep|train|try)/,
    'RUNNER',
  ],
];

/** Mutations that go by another rule: open to everybody, one's own, or refused to all but the local owner. */
export const exceptions: Readonly<Record<string, 'open' | 'own hand' | 'local owner'>> = {
  acceptInvitation: 'open',
  createAccessToken: 'own hand',
  revokeAccessToken: 'own hand',
  seeMentions: 'own hand',
  setUpSignIn: 'local owner',
};

/** The role that a mutation is expected to need; undefined where no rule speaks of it. */
export function expectedRole(mutation: string): Role | undefined {
  return rules.find(([pattern]) => pattern.test(mutation))?.[1];
}

/** Mutations that, beside the role, only who wrote the thing may do; those with `ADMIN` admins may do too. */
export const authorsOnly: Readonly<Record<string, Role | null>> = {
  changeComment: null,
  deleteComment: 'ADMIN',
  restoreComment: 'ADMIN',
};
