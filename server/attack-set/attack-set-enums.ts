import { builder } from '../graphql/builder';

/** How attacked images are kept, as the API names it. */
export const QuantizationEnum = builder.enumType('Quantization', {
  description: 'How attacked images are kept.',
  values: {
    FLOAT32: { value: 'float32', description: 'As the attack found them.' },
    UINT8: {
      value: 'uint8',
      description:
        'Rounded to what an 8-bit image holds; success, predictions and norms are those after rounding.',
    },
  } as const,
});

/** What an attacker knows, as the API names it. */
export const ThreatLevelEnum = builder.enumType('ThreatLevel', {
  description: 'What an attacker knows of the detector.',
  values: {
    ZERO: { description: 'The model only: the attack does not know that there is a detector.' },
    LIMITED: { description: 'The method of the detector, not the detector: a surrogate was attacked.' },
    PERFECT: { description: 'The detector itself.' },
  } as const,
});

/** Why a set is unreliable, as the API names it. */
export const QualityCodeEnum = builder.enumType('QualityCode', {
  description: 'Why the images of an attack set should not be relied on.',
  values: {
    ZERO_GRADIENT: { value: 'zeroGradient', description: 'The gradient is exactly zero for many inputs.' },
    BUDGET_LOWERS_SUCCESS: {
      value: 'budgetLowersSuccess',
      description: 'A larger budget fools fewer images.',
    },
    STEPS_LOWER_SUCCESS: {
      value: 'stepsLowerSuccess',
      description: 'More steps fool fewer images: of the same attack in a stored set, or later in itself.',
    },
    NOISE_AS_GOOD: { value: 'noiseAsGood', description: 'Random noise of the same size does as well.' },
    BELOW_BEST: {
      value: 'belowBest',
      description:
        'Success is far below that of the best stored attack on the same images within the same budget.',
    },
  } as const,
});
