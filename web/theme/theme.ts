import { createTheme, type MantineColorsTuple } from '@mantine/core';
import { textFont } from './fonts';

/** The one accent. */
const accent: MantineColorsTuple = [
  '#eef6f6',
  '#dbeaea',
  '#b4d5d6',
  '#8abfc1',
  '#67adaf',
  '#51a1a4',
  '#31898c',
  '#1f7275',
  '#165f62',
  '#0b4a4d',
];

/** Neutral greys of the dark scheme: warm enough for white figures. */
const dark: MantineColorsTuple = [
  '#e6e8ea',
  '#c4c9ce',
  '#a3a9b0',
  '#7f868e',
  '#50565d',
  '#34383d',
  '#272a2e',
  '#17191c',
  '#121416',
  '#0c0d0f',
];

/** A calm instrument: white space, thin lines, one accent. */
export const theme = createTheme({
  fontFamily: textFont,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontFamily: textFont,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
    },
  },
  colors: { accent, dark },
  primaryColor: 'accent',
  // White words on it have a contrast of 5.6 : 1, in both schemes.
  primaryShade: 7,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    // Words under the control, so that the controls of a row stand in one line.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
  },
});
