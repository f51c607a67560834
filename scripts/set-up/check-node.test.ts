import { expect, test } from 'vitest';
import { nodeFits } from './check-node.mjs';

const ranges = '^20.19.0 || ^22.12.0 || >=24.0.0';

test.each(['20.19.0', '20.20.2', '22.12.0', '22.21.1', '24.0.0', '25.1.0'])('Node %s fits', (version) => {
  expect(nodeFits(version, ranges)).toBe(true);
});

test.each(['18.20.4', '20.18.3', '21.7.3', '22.11.9', '23.11.0'])('Node %s does not fit', (version) => {
  expect(nodeFits(version, ranges)).toBe(false);
});
