import { formatCount } from '../text/numbers';
import type { LineAxis } from './line-option';

/** The axis along which a metric was logged: of epochs where its name says so, else of steps. There is no half step. */
export function stepAxis(metric: string): LineAxis {
  return {
    title: metric.startsWith('epoch') ? 'Epoch' : 'Step',
    format: (value) => (Number.isInteger(value) ? formatCount(value) : ''),
  };
}
