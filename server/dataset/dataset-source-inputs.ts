import { builder } from '../graphql/builder';

const BuiltInDigitsInput = builder.inputType('BuiltInDigitsInput', {
  description: 'The 10,000 digits that come with the product.',
  fields: (t) => ({
    testFraction: t.float({ description: 'Share of each class kept for testing. Default 0.2.' }),
  }),
});

const IdxInput = builder.inputType('IdxInput', {
  description: 'Four IDX files (plain or gzip) that were uploaded, such as those of MNIST or Fashion-MNIST.',
  fields: (t) => ({
    trainImages: t.string({ required: true, description: 'Upload of the training images.' }),
    trainLabels: t.string({ required: true, description: 'Upload of the training labels.' }),
    testImages: t.string({ required: true, description: 'Upload of the test images.' }),
    testLabels: t.string({ required: true, description: 'Upload of the test labels.' }),
    classNames: t.stringList({ description: 'Names of the classes, by label.' }),
  }),
});

const MnistInput = builder.inputType('MnistInput', {
  description: 'Full MNIST from a public mirror, checked against pinned digests; needs the network.',
  fields: (t) => ({
    none: t.boolean({ description: 'This source has no parameters; leave this out.' }),
  }),
});

const ColorEnum = builder.enumType('ImageColor', {
  description: 'How many channels are kept of an image.',
  values: {
    GREY: { value: 'grey', description: 'One channel.' },
    RGB: { value: 'rgb', description: 'Three channels.' },
  } as const,
});

const ImageFolderInput = builder.inputType('ImageFolderInput', {
  description:
    'An uploaded ZIP archive of a folder of images: train/CLASS/FILE and test/CLASS/FILE, or CLASS/FILE alone.',
  fields: (t) => ({
    archive: t.string({ required: true, description: 'Upload of the archive.' }),
    color: t.field({ type: ColorEnum, description: 'Channels that are kept. Default RGB.' }),
    size: t.int({
      description: 'Height and width to resize to, in pixels; without it all images must agree.',
    }),
    testFraction: t.float({
      description:
        'Share of each class kept for testing where there are no train and test folders. Default 0.2.',
    }),
    classColumn: t.string({
      description: 'Column of labels.csv that names the class of each file; without it the folders do.',
    }),
    testColumn: t.string({
      description: 'Column of labels.csv that is 1 for test images and 0 for training images.',
    }),
    trainPerClass: t.int({
      description: 'Training images kept of each class, the first by name; all without it.',
    }),
  }),
});

const SpriteSheetsInput = builder.inputType('SpriteSheetsInput', {
  description: 'Uploaded sprite sheets in PNG, one image a pixel row, with labels in JSON.',
  fields: (t) => ({
    sheets: t.stringList({ required: true, description: 'Uploads of the sheets, in order.' }),
    labels: t.string({
      required: true,
      description: 'Upload of the labels: {"classes": [names], "labels": [numbers]}, over all sheets.',
    }),
    height: t.int({ description: 'Height of an image, in pixels. Default 32.' }),
    width: t.int({ description: 'Width of an image, in pixels. Default 32.' }),
    color: t.field({ type: ColorEnum, description: 'Channels of an image. Default RGB.' }),
    testFraction: t.float({ description: 'Share of each class kept for testing. Default 0.2.' }),
  }),
});

/** Where images come from, as the API takes it. */
export const DatasetSourceInputObject = builder.inputType('DatasetSourceInput', {
  description: 'Where images come from. Exactly one field is given.',
  isOneOf: true,
  fields: (t) => ({
    builtInDigits: t.field({
      type: BuiltInDigitsInput,
      description: 'The digits that come with the product.',
    }),
    mnist: t.field({ type: MnistInput, description: 'Full MNIST from a public mirror.' }),
    idx: t.field({ type: IdxInput, description: 'Uploaded IDX files.' }),
    imageFolder: t.field({ type: ImageFolderInput, description: 'An uploaded folder of images.' }),
    spriteSheets: t.field({
      type: SpriteSheetsInput,
      description: 'Uploaded sprite sheets, as of CIFAR-10.',
    }),
  }),
});
