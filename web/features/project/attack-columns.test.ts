import { expect, test } from 'vitest';
import { attackColumns } from './attack-columns';

const row = (kind: 'ATTACK' | 'CONTROL' | 'MACRO' | 'ERROR' | 'ATTACK_EPSILON', name?: string) => ({
  kind,
  attackSet: name === undefined ? null : { id: name, name },
});

test('attacks and controls are columns, each once, in the order in which they come', () => {
  const columns = attackColumns([
    { rows: [row('MACRO'), row('ATTACK', 'FGSM'), row('ATTACK_EPSILON', 'FGSM'), row('ERROR')] },
    { rows: [row('CONTROL', 'Random noise'), row('ATTACK', 'FGSM'), row('ATTACK', 'DeepFool')] },
  ]);
  expect(columns.map(({ attackSetId }) => attackSetId)).toEqual(['FGSM', 'Random noise', 'DeepFool']);
});

test('a head has the attack apart from how it was made', () => {
  const [pgd, noise, named] = attackColumns([
    {
      rows: [
        row('ATTACK', 'PGD, epsilon 8/255, to class 3'),
        row('CONTROL', 'Random noise, epsilon 40/255'),
        row('ATTACK', 'The one of last week'),
      ],
    },
  ]);
  expect(pgd).toMatchObject({ what: 'PGD', how: 'epsilon 8/255, to class 3' });
  expect(noise).toMatchObject({ what: 'Random noise', how: 'control, epsilon 40/255' });
  expect(named).toMatchObject({ what: 'The one of last week', how: '' });
});
