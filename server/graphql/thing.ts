import { builder } from './builder';

/** What all things that runs make have in common. */
interface ThingShape {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  /** Name of its GraphQL type, where it is given as any thing. */
  readonly typeName?: string;
}

/** A thing that a run makes: a data set, a model, an attack set. */
export const Thing = builder.interfaceRef<ThingShape>('Thing').implement({
  description:
    'Something that a run makes. It can be built on at once; it is ready when its run has succeeded.',
  resolveType: ({ typeName }) => typeName,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was launched.' }),
  }),
});

/** Types of all things, as in prisma/schema/: each has a project, and a run that makes it. */
export const thingTypes = [
  'Dataset',
  'Model',
  'Sample',
  'AttackSet',
  'ReferenceSet',
  'Detector',
  'Evaluation',
  'LayerSweep',
] as const;

for (const type of thingTypes) {
  // Of the fields below, all types have what the first has.
  builder.prismaObjectFields(type as 'Dataset', (t) => ({
    project: t.relation('project', { description: 'The project that it belongs to.' }),
    run: t.relation('run', { description: 'The run that makes it.' }),
    ready: t.boolean({
      description: 'Whether its run succeeded.',
      select: { run: { select: { status: true } } },
      resolve: ({ run }) => run.status === 'SUCCEEDED',
    }),
  }));
}
