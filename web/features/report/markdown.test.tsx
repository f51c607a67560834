import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { MarkdownText } from './markdown';

const drawn = (text: string) => renderToStaticMarkup(<MarkdownText text={text} />);

test('draws headings one step lower, lists, tables and links', () => {
  const html = drawn(
    '# Found\n\n- **one**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[paper](https://example.org/a)',
  );
  expect(html).toContain('<h2>Found</h2>');
  expect(html).not.toContain('<h1');
  expect(html).toContain('<strong>one</strong>');
  expect(html).toContain('<td>1</td>');
  expect(html).toContain('href="https://example.org/a"');
  expect(html).toContain('noreferrer');
});

test.each([
  ['a script', '<script>alert(1)</script>'],
  ['a script within words', 'Hello <script src="https://example.org/x.js"></script> there'],
  ['a picture with a handler', '<img src=x onerror=alert(1)>'],
  ['a picture of Markdown', '![x](https://example.org/who-reads.png)'],
  ['a picture by reference', '![x][1]\n\n[1]: https://example.org/who-reads.png'],
  ['a frame', '<iframe src="https://example.org"></iframe>'],
  ['a style', '<style>body { display: none }</style>'],
  ['a handler', '<p onclick="alert(1)">words</p>'],
  ['a drawing with a handler', '<svg onload=alert(1)><circle r=1 /></svg>'],
  ['a form', '<form action="https://example.org"><input name=a></form>'],
  ['a base', '<base href="https://example.org/">'],
])('%s is not drawn', (_, text) => {
  const html = drawn(text);
  expect(html).not.toMatch(/<(script|img|iframe|style|svg|form|input|base|object|embed|link|meta)\b/i);
  expect(html).not.toMatch(/\son\w+=/i);
  expect(html).not.toContain('who-reads');
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java&#115;cript:alert(1)',
  'javascript&colon;alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  '&#x01;javascript:alert(1)',
])('a link to %s leads nowhere', (address) => {
  for (const text of [
    `[words](${address})`,
    `[words](<${address}>)`,
    `<${address}>`,
    `[words][1]\n\n[1]: ${address}`,
  ]) {
    const hrefs = [...drawn(text).matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? '');
    for (const href of hrefs) expect(href).not.toMatch(/^\s*(javascript|data|vbscript)/i);
    expect(hrefs.filter(Boolean)).toEqual([]);
  }
});
