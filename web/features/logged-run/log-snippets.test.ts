import { expect, test } from 'vitest';
import { logSnippets } from './log-snippets';

const place = { origin: 'https://lab.example:4600', projectId: 'UHJvamVjdDox' };

test.each(['Python', 'Node', 'curl'])('code for %s makes a run, logs to it and ends it', (language) => {
  const code = logSnippets(place).find((snippet) => snippet.language === language)?.code ?? '';
  const [made, logged, ended] = ['createRun(input', 'logMetrics(input', 'finishRun(input'].map((call) =>
    code.indexOf(call),
  );
  expect(made).toBeGreaterThan(0);
  expect(logged).toBeGreaterThan(made ?? 0);
  expect(ended).toBeGreaterThan(logged ?? 0);
  for (const part of ['https://lab.example:4600/graphql', place.projectId, 'FIDUCIAL_TOKEN'])
    expect(code).toContain(part);
});

test('code for a run that there is names it and makes none', () => {
  for (const { code } of logSnippets({ ...place, runId: 'UnVuOjE=' })) {
    expect(code).toContain('UnVuOjE=');
    expect(code).not.toContain('createRun');
  }
});
