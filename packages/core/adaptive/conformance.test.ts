import { beforeAll, describe, test } from 'vitest';
import { tf } from '../tensors/tf';
import { adaptiveAttackChecks, adaptiveAttacks } from '.';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(adaptiveAttacks.map((attack) => [attack.id, attack] as const))('the attack %s', (_, attack) => {
  test.each(adaptiveAttackChecks)('$name', ({ run }) => run(attack));
});
