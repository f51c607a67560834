import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { checkParameter, initialValue, numberText, type Parameter, parameterInput } from './parameter';
import { ParameterField } from './parameter-field';

const blank = {
  required: false,
  default: null,
  minimum: null,
  maximum: null,
  exclusiveMinimum: false,
  options: null,
  onlyWith: null,
  onlyAgainst: null,
};
const twistAngle: Parameter = {
  ...blank,
  name: 'twistAngle',
  type: 'NUMBER',
  description: 'How far each image is twisted, in degrees.',
  default: 12.5,
  minimum: 0,
  maximum: 180,
  exclusiveMinimum: true,
};
const rounds: Parameter = {
  ...blank,
  name: 'rounds',
  type: 'INTEGER',
  description: 'How often.',
  default: 4,
  minimum: 1,
};
const mirrored: Parameter = {
  ...blank,
  name: 'mirrored',
  type: 'BOOLEAN',
  description: 'Mirror it too.',
  default: true,
};
const pivot: Parameter = {
  ...blank,
  name: 'pivot',
  type: 'CHOICE',
  description: 'Point that stays.',
  default: 'center',
  options: ['center', 'corner'],
};
const watched: Parameter = {
  ...blank,
  name: 'watchedLayers',
  type: 'LAYERS',
  description: 'Layers to watch.',
  default: [],
};
const corner: Parameter = {
  ...blank,
  name: 'corner',
  type: 'INTEGER',
  description: 'Which corner.',
  onlyWith: { parameter: 'pivot', value: 'corner' },
  onlyAgainst: null,
};
const invented = [twistAngle, rounds, mirrored, pivot, watched];

function markupOf(parameters: readonly Parameter[], errors: Record<string, string> = {}): string {
  return renderToStaticMarkup(
    <MantineProvider>
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={initialValue(parameter)}
          error={errors[parameter.name]}
          layers={['conv9']}
          onChange={() => undefined}
        />
      ))}
    </MantineProvider>,
  );
}

test('a method that was invented has its fields, with titles, words, ranges and defaults', () => {
  const markup = markupOf(invented);
  for (const title of ['Twist angle', 'Rounds', 'Mirrored', 'Pivot', 'Watched layers'])
    expect(markup).toContain(title);
  expect(markup).toContain(
    'How far each image is twisted, in degrees. Above 0 and at most 180. Default 12.5.',
  );
  expect(markup).toContain('How often. At least 1. Default 4.');
  expect(markup).toContain('value="12.5"');
  expect(markup).toContain('value="4"');
});

test('the type of a parameter decides its control', () => {
  expect(markupOf([twistAngle])).toContain('inputMode="decimal"');
  expect(markupOf([mirrored])).toMatch(/<input[^>]*role="switch"[^>]*checked=""/);
  expect(markupOf([pivot])).toMatch(/<select[\s\S]*<option[^>]*selected=""[^>]*>center<[\s\S]*corner/);
});

test('what is wrong stands at its field', () => {
  const markup = markupOf([rounds], { rounds: 'Expected at least 1, got 0.' });
  expect(markup).toContain('Expected at least 1, got 0.');
  expect(markup).toContain('aria-invalid="true"');
});

test('values are checked against type and range, and named in the message', () => {
  expect(checkParameter(twistAngle, '0')).toBe('Expected above 0 and at most 180, got 0.');
  expect(checkParameter(twistAngle, '360/2')).toBeUndefined();
  expect(checkParameter(twistAngle, 'far')).toBe('Expected a number, got “far”.');
  expect(checkParameter(rounds, '1.5')).toBe('Expected a whole number, got 1.5.');
  expect(checkParameter({ ...rounds, default: null, required: true }, '')).toBe('A value is needed.');
  expect(checkParameter({ ...rounds, default: null }, '')).toBeUndefined();
  expect(checkParameter(rounds, '3000000000')).toBe('Expected at most 2,147,483,647, got 3000000000.');
  expect(checkParameter({ ...twistAngle, maximum: null }, '1e999')).toBe('Expected a number, got “1e999”.');
  expect(checkParameter(pivot, 'edge')).toBe('Expected one of center, corner, got edge.');
});

test('an emptied field leaves the value to the server, a fraction becomes its number', () => {
  expect(parameterInput(rounds, ' ')).toBeUndefined();
  expect(parameterInput(twistAngle, '8/255')).toBe(8 / 255);
  expect(parameterInput(mirrored, false)).toBe(false);
  expect(parameterInput(watched, ['conv9'])).toEqual(['conv9']);
});

test('a parameter that counts with one value of another is needed where it is shown, unless it has a default', () => {
  expect(checkParameter(corner, '')).toBe('A value is needed.');
  expect(checkParameter({ ...corner, default: 2 }, '')).toBeUndefined();
  expect(checkParameter(corner, '3')).toBeUndefined();
});

test('numbers are written so that they are read as the same', () => {
  for (const value of [20 / 255, 0.2, 1e-7, 8 / 255, 3, 0.1 + 0.2]) {
    const text = numberText(value);
    const [above = Number.NaN, below = 1] = text.split('/').map(Number);
    expect(above / below).toBe(value);
  }
  expect(numberText(20 / 255)).toBe('20/255');
});

test('a fraction of the gray levels stands there as one, and so does the word of it', () => {
  const step: Parameter = { ...twistAngle, name: 'stepSize', default: 2 / 255 };
  expect(initialValue(step)).toBe('2/255');
  expect(parameterInput(step, initialValue(step))).toBe(2 / 255);
  const markup = markupOf([step]);
  expect(markup).toContain('value="2/255"');
  expect(markup).toContain('Default 2/255.');
});

test('a class is offered by its name where the names are known, and typed as a number else', () => {
  const reach: Parameter = {
    ...blank,
    name: 'reach',
    type: 'CLASS',
    description: 'Class.',
    minimum: 0,
    maximum: 9,
  };
  const html = (parameter: Parameter) =>
    renderToStaticMarkup(
      <MantineProvider>
        <ParameterField parameter={parameter} value="1" onChange={() => undefined} />
      </MantineProvider>,
    );
  expect(html({ ...reach, options: ['cat', 'dog'] })).toContain('value="dog (1)"');
  expect(html(reach)).toContain('value="1"');
  expect(html(reach)).toContain('At most 9.'.toLowerCase());
  expect(parameterInput(reach, '1')).toBe(1);
  expect(checkParameter({ ...reach, options: ['cat', 'dog'] }, '2')).toBe(
    'Expected one of the 2 classes, numbered from 0, got 2.',
  );
  expect(checkParameter(reach, '1.5')).toBe('Expected a whole number, got 1.5.');
});
