import { type LaunchField, plainParameter } from '../launch-fields';
import { name } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';

const idxFile = (of: string, title: string): LaunchField => ({
  kind: 'file',
  upload: 'idx',
  many: false,
  accept: '',
  name: of,
  title,
  description: 'IDX file, plain or gzip.',
});

const testFraction = (description: string) =>
  plainParameter('testFraction', 'NUMBER', {
    description,
    default: 0.2,
    minimum: 0,
    maximum: 1,
    exclusiveMinimum: true,
  });

const color = (description: string) =>
  plainParameter('color', 'CHOICE', { description, default: 'RGB', options: ['GREY', 'RGB'] });

const pixels = (of: string, description: string) =>
  plainParameter(of, 'INTEGER', { description, default: 32, minimum: 4, maximum: 256 });

/** Import a data set. */
export const datasetForm: LaunchFormPlan = {
  mutation: 'importDataset',
  makes: 'Dataset',
  words: 'Images with labels, in a split for training and one for testing.',
  inProject: true,
  fields: () => [
    {
      kind: 'choice',
      name: 'source',
      title: 'Source',
      description: 'Where the images come from.',
      variants: [
        {
          id: 'builtInDigits',
          title: 'The built-in digits',
          summary: '10,000 handwritten digits of MNIST that come with the product.',
          fields: [testFraction('Share of each class kept for testing.')],
        },
        {
          id: 'mnist',
          title: 'Full MNIST',
          summary: '70,000 handwritten digits from a public mirror; the server needs the network.',
          fields: [],
        },
        {
          id: 'idx',
          title: 'IDX files',
          summary: 'Four files, such as those of MNIST or Fashion-MNIST.',
          fields: [
            idxFile('trainImages', 'Training images'),
            idxFile('trainLabels', 'Training labels'),
            idxFile('testImages', 'Test images'),
            idxFile('testLabels', 'Test labels'),
            {
              kind: 'names',
              name: 'classNames',
              title: 'Names of the classes',
              description: 'By label, from 0 on. None means the labels themselves.',
            },
          ],
        },
        {
          id: 'imageFolder',
          title: 'Image folder',
          summary:
            'A ZIP archive with train/CLASS/FILE and test/CLASS/FILE, or CLASS/FILE alone, of which a part is then kept for testing.',
          fields: [
            {
              kind: 'file',
              upload: 'imageFolder',
              many: false,
              accept: '.zip,application/zip',
              name: 'archive',
              title: 'Archive',
              description: 'ZIP file of at most 2 GiB.',
            },
            color('Channels that are kept: one (GREY) or three (RGB).'),
            plainParameter('size', 'INTEGER', {
              description: 'Height and width to resize to, in pixels. Left empty, all images must agree.',
              minimum: 4,
              maximum: 1024,
            }),
            testFraction('Share of each class kept for testing, where there are no train and test folders.'),
            {
              kind: 'words',
              name: 'classColumn',
              title: 'Class column',
              description:
                'Column of a labels.csv in the archive that names the class of each file. Left empty, the folders do.',
            },
            {
              kind: 'words',
              name: 'testColumn',
              beside: 'classColumn',
              title: 'Test column',
              description: 'Column of labels.csv that is 1 for test images and 0 for training images.',
            },
            plainParameter('trainPerClass', 'INTEGER', {
              description: 'Training images kept of each class, the first by name. Left empty, all.',
              minimum: 1,
            }),
          ],
        },
        {
          id: 'spriteSheets',
          title: 'Sprite sheets',
          summary: 'PNG sheets with one image a pixel row, as copies of CIFAR-10 come, with labels in JSON.',
          fields: [
            {
              kind: 'file',
              upload: 'spriteSheet',
              many: true,
              accept: '.png,image/png',
              name: 'sheets',
              title: 'Sheets',
              description: 'All of them; they are taken in the order in which they are chosen.',
            },
            {
              kind: 'file',
              upload: 'labels',
              many: false,
              accept: '.json,application/json',
              name: 'labels',
              title: 'Labels',
              description: 'JSON: {"classes": [names], "labels": [numbers]}, over all sheets in order.',
            },
            pixels('height', 'Height of an image, in pixels.'),
            pixels('width', 'Width of an image, in pixels.'),
            color('Channels of an image: one (GREY) or three (RGB).'),
            testFraction('Share of each class kept for testing.'),
          ],
        },
      ],
    },
    {
      kind: 'words',
      name: 'description',
      title: 'Description',
      description: 'Where the images come from and what they show, for those who use it later.',
    },
    name,
  ],
};
