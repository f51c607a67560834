/** What a method needs before it can be fitted: decides what a form asks for. */
export interface Needs {
  /** How many layers' features it reads. */
  readonly layers: 'none' | 'one' | 'many';
  /** Whether it learns from attacked images (train and validation partitions). */
  readonly training: boolean;
  /** Whether it measures inputs against authentic images that the model was not trained on. */
  readonly calibration?: boolean;
  /** Whether it looks at the images themselves. */
  readonly images?: boolean;
  /** Whether it asks the model again: what it says of images, never for gradients, which not every model has. */
  readonly model?: boolean;
  /** Whether scoring looks rows of the reference set up, in the layers that it reads; otherwise its state holds all. */
  readonly lookup?: boolean;
}
