import { builder } from '../graphql/builder';

/** Denominators as the API names them. */
export const DenominatorEnum = builder.enumType('Denominator', {
  description: 'Which inputs a metric is over.',
  values: {
    SUCCESSFUL: {
      value: 'successful',
      description: 'Successful adversarials against authentic inputs: the headline.',
    },
    ALL_ATTACKED: { value: 'allAttacked', description: 'All attacked inputs against authentic ones.' },
    WITH_ERRORS: {
      value: 'withErrors',
      description: 'Successful adversarials against authentic inputs and errors together.',
    },
  } as const,
});

/** Groups of inputs as the API names them. */
export const InputGroupEnum = builder.enumType('InputGroup', {
  description: 'What an input is.',
  values: {
    AUTHENTIC: { value: 'authentic', description: 'Unmodified and classified correctly.' },
    ERROR: { value: 'error', description: 'Unmodified and misclassified.' },
    ADVERSARIAL: { value: 'adversarial', description: 'Attacked.' },
    CONTROL: { value: 'control', description: 'Modified by a control such as random noise.' },
  } as const,
});

/** Orders of inputs as the API names them. */
export const InputOrderEnum = builder.enumType('InputOrder', {
  description: 'In which order inputs are listed; ties by number.',
  values: {
    INDEX: { value: 'index', description: 'By number: authentic, errors, attacks, controls.' },
    SCORE_DESC: { value: 'scoreDescending', description: 'Most likely adversarial first.' },
    SCORE_ASC: { value: 'scoreAscending', description: 'Most likely authentic first.' },
  } as const,
});

/** Kinds of rows of the result table as the API names them. */
export const RowKindEnum = builder.enumType('EvaluationRowKind', {
  description: 'What a row of the result table is over.',
  values: {
    MACRO: { value: 'macro', description: 'Plain mean over the attacks.' },
    ATTACK: { value: 'attack', description: 'One attack, its epsilons pooled.' },
    ATTACK_EPSILON: { value: 'attackEpsilon', description: 'One attack at one epsilon.' },
    ERROR: { value: 'error', description: 'Misclassified inputs against authentic ones.' },
    CONTROL: {
      value: 'control',
      description: 'A control against authentic inputs: an AUC of 0.5 is wanted.',
    },
  } as const,
});
