import { expect, test } from 'vitest';
import { softmaxName, softmaxWords } from './softmax-words';

const detector = (name: string, methodId: string) => ({ name, evaluated: { detector: { methodId } } });
const neighbors = detector('kNN conv4', 'deepKnn');

test('the softmax of the model is told from a detector that scores by it', () => {
  const words = softmaxWords([neighbors, detector('Maximum softmax', 'maxSoftmax')]);
  expect(words).toContain(`${softmaxName}: the probability that the model gives to its own prediction`);
  expect(words).toContain('The score of Maximum softmax is one minus that same probability.');
});

test('without such a detector only the softmax is explained', () => {
  expect(softmaxWords([neighbors])).not.toContain('one minus');
});
