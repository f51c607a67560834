import { builder } from '../graphql/builder';
import { InputObject } from './input-types';
import type { PlaneShape } from './plane-shape';
import { type PathShape, type ShownClassShape, type TrajectoryShape, trajectoryOf } from './trajectory';

const PathKindEnum = builder.enumType('TrajectoryPathKind', {
  description: 'Whose path it is.',
  values: {
    INPUT: { value: 'input', description: 'The input’s own.' },
    CLEAN_TWIN: { value: 'cleanTwin', description: 'That of the image before it was modified.' },
    AUTHENTIC: { value: 'authentic', description: 'That of an authentic input of the predicted class.' },
  } as const,
});

const TrajectoryPath = builder.objectRef<PathShape>('TrajectoryPath').implement({
  description: 'The way of one input through the planes.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Number of the input in the evaluation.' }),
    kind: t.field({ type: PathKindEnum, description: 'Whose it is.', resolve: ({ kind }) => kind }),
    places: t.field({
      type: 'JSON',
      description: 'Its place in each plane, [layers][2].',
      resolve: ({ places }) => places,
    }),
    distances: t.field({
      type: 'JSON',
      description: 'Its distance to each class that is drawn, [layers][classes].',
      resolve: ({ distances }) => distances,
    }),
  }),
});

const TrajectoryClass = builder.objectRef<ShownClassShape>('TrajectoryClass').implement({
  description: 'A class that is drawn in the planes.',
  fields: (t) => ({
    label: t.exposeInt('label', { description: 'Number of the class.' }),
    className: t.exposeString('className', { description: 'Name of the class.' }),
    members: t.field({
      type: 'JSON',
      description: 'Places of some authentic inputs of the class, [inputs][layers][2]: where it lies.',
      resolve: ({ members }) => members,
    }),
  }),
});

const OtherClasses = builder.objectRef<NonNullable<PlaneShape['others']>>('OtherClasses').implement({
  description: 'The classes that a plane leaves out, in a few numbers.',
  fields: (t) => ({
    nearestClass: t.exposeString('nearestClass', { description: 'Name of the nearest of them.' }),
    nearest: t.exposeFloat('nearest', { description: 'Distance of the input to it.' }),
    farthest: t.exposeFloat('farthest', { description: 'Distance of the input to the farthest of them.' }),
  }),
});

const TrajectoryPlane = builder.objectRef<PlaneShape>('TrajectoryPlane').implement({
  description:
    'A layer as a plane: its classes’ reference points placed by classical scaling of their distances, turned onto the plane before; inputs as seen from straight above it, by their distances to these points.',
  fields: (t) => ({
    layer: t.exposeString('layer', { description: 'The layer.' }),
    points: t.field({
      type: 'JSON',
      description: 'Places of the reference points, [classes][2], in the unit of the layer’s distances.',
      resolve: ({ points }) => points,
    }),
    kept: t.exposeFloat('kept', {
      description: 'Share of the squared distances among the reference points that the plane keeps, 0 to 1.',
    }),
    keptOfInput: t.exposeFloat('keptOfInput', {
      description:
        'Share of the input’s squared distances to the reference points that the plane keeps, 0 to 1.',
    }),
    stress: t.exposeFloat('stress', {
      description:
        'Kruskal’s stress-1 over distances among reference points and the input’s to them; 0 where the plane keeps all.',
    }),
    others: t.field({
      type: OtherClasses,
      nullable: true,
      description: 'What is not drawn; null where all classes are.',
      resolve: ({ others }) => others,
    }),
  }),
});

const Trajectory = builder.objectRef<TrajectoryShape>('Trajectory').implement({
  description:
    'An input’s way through the layers: a plane for each, with the classes that matter, authentic inputs, and where the input falls.',
  fields: (t) => ({
    distance: t.exposeString('distance', {
      description:
        'What distances are: euclidean, or cosine, for which it is the chord √(2 − 2 cos) between directions.',
    }),
    representative: t.exposeString('representative', {
      description: 'What the reference point of a class is: centroid or medoid.',
    }),
    planes: t.field({
      type: [TrajectoryPlane],
      description: 'One a layer, shallow to deep.',
      resolve: ({ planes }) => [...planes],
    }),
    classes: t.field({
      type: [TrajectoryClass],
      description:
        'All classes where there are at most 12; else the predicted and the true one, and the nearest in each layer.',
      resolve: ({ classes }) => [...classes],
    }),
    otherClasses: t.exposeInt('otherClasses', { description: 'How many classes are not drawn.' }),
    paths: t.field({
      type: [TrajectoryPath],
      description:
        'The input’s, its clean twin’s where it was modified, and those of up to 20 authentic inputs of the predicted class.',
      resolve: ({ paths }) => [...paths],
    }),
  }),
});

builder.objectField(InputObject, 'trajectory', (t) =>
  t.field({
    type: Trajectory,
    nullable: true,
    description: 'Its way through the layers, where the detector reads an evolution map.',
    resolve: (input, _, context) => trajectoryOf(input, context),
  }),
);
