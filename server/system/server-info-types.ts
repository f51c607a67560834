import { builder } from '../graphql/builder';
import { mostAtOnce } from '../launch/launch-several';
import { currentVersions } from '../versions';

interface ServerInfo {
  readonly version: string;
}

const version = currentVersions().fiducial;

const QueueState = builder
  .objectRef<{ waiting: number; queued: number; running: number }>('QueueState')
  .implement({
    description: 'How much work there is.',
    fields: (t) => ({
      waiting: t.exposeInt('waiting', { description: 'Runs that wait for their inputs.' }),
      queued: t.exposeInt('queued', { description: 'Runs that wait for a worker.' }),
      running: t.exposeInt('running', { description: 'Runs that are computed.' }),
    }),
  });

const ServerInfoObject = builder.objectRef<ServerInfo>('ServerInfo').implement({
  description: 'What server this is.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Version of the product.' }),
    mostLaunchesAtOnce: t.int({
      description: 'Runs that launchSeveral launches at once, at most.',
      resolve: () => mostAtOnce,
    }),
    features: t.stringList({
      description:
        'What this server can do, and what its settings have switched on, such as openId or s3: for clients that know several versions.',
      resolve: (_, _args, { features }) => [...features],
    }),
    queue: t.field({
      type: QueueState,
      description: 'How much work there is, over the viewer’s projects.',
      resolve: async (_, _args, { prisma, viewer }) => {
        const count = (status: 'WAITING' | 'QUEUED' | 'RUNNING') =>
          prisma.run.count({ where: { status, project: viewer.projects } });
        const [waiting, queued, running] = await Promise.all([
          count('WAITING'),
          count('QUEUED'),
          count('RUNNING'),
        ]);
        return { waiting, queued, running };
      },
    }),
  }),
});

builder.queryField('serverInfo', (t) =>
  t.field({ type: ServerInfoObject, description: 'What server this is.', resolve: () => ({ version }) }),
);
