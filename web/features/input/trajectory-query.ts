import { graphql, type ResultOf } from '@fiducial/schema';

/** An input's way through the layers under one detector. */
export const TrajectoryQuery = graphql(`
  query Trajectory($id: ID!, $index: Int!) {
    input(evaluationId: $id, index: $index) {
      index
      group
      label
      predicted {
        classIndex
      }
      trajectory {
        distance
        representative
        otherClasses
        classes {
          label
          className
          members
        }
        planes {
          layer
          points
          kept
          keptOfInput
          stress
          others {
            nearestClass
            nearest
            farthest
          }
        }
        paths {
          index
          kind
          places
          distances
        }
      }
    }
  }
`);

/** An input with its trajectory, as the panel asks for it. */
export type TrajectoryInput = NonNullable<ResultOf<typeof TrajectoryQuery>['input']>;
/** A trajectory that is there. */
export type Trajectory = NonNullable<TrajectoryInput['trajectory']>;
