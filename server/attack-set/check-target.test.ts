import { expect, test } from 'vitest';
import { checkTarget } from './check-target';

const field = 'attack.pgd';

test('a target class that the data set lacks is refused with the classes that it has', () => {
  expect(() => checkTarget({ target: 'class', targetClass: 10 }, { classes: 10, field })).toThrow(
    'attack.pgd.targetClass: expected a class from 0 to 9 with target class, got 10',
  );
  expect(() => checkTarget({ target: 'class', targetClass: 9 }, { classes: 10, field })).not.toThrow();
});

test('target class without a class is refused, before the data set is there as well', () => {
  for (const classes of [0, 10])
    expect(() => checkTarget({ target: 'class' }, { classes, field })).toThrow('got none');
});

test('other targets and classes that are not known yet are left to the run', () => {
  expect(() => checkTarget({ target: 'next' }, { classes: 10, field })).not.toThrow();
  expect(() => checkTarget({ target: 'class', targetClass: 400 }, { classes: 0, field })).not.toThrow();
});
