import { beforeAll, describe, test } from 'vitest';
import { tf } from '../tensors/tf';
import { attackChecks, attacks } from '.';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(attacks.map((attack) => [attack.id, attack] as const))('the attack %s', (_, attack) => {
  test.each(attackChecks)('$name', ({ run }) => run(attack));
});
