import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { launchForms } from './launch-forms';
import { type LaunchTextParts, launchTexts, mutationText } from './launch-texts';

const origin = 'http://localhost:4600';
const schema = buildSchema(
  readFileSync(join(import.meta.dirname, '../../../packages/schema/schema.graphql'), 'utf8'),
);

/** What breaks out of quotes, begins commands, ends lines or comments, or is no character at all. */
const dangerous = [
  ...[
    "'",
    '"',
    '`',
    '\\',
    '$',
    '$(touch /tmp/no)',
    '$'.concat('{HOME}'),
    '!',
    "'''",
    '"""',
    '\n',
    '\r\n',
    '\t',
  ],
  ...[
    '\\n',
    '\\x41',
    '\\u0041',
    '{',
    '}',
    '#',
    ';',
    '&&',
    '| cat',
    'EOF',
    '%s',
    '\u2028',
    '\u0085',
    '\ufeff',
  ],
  ...['é', '漢字', '🙂', '\ud800', '\u0000', '\u007f', '-', '--data', '@/etc/passwd', ' '],
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...dangerous), fc.string({ unit: 'binary' })), { maxLength: 8 })
  .map((parts) => parts.join(''));
const value = fc.oneof(
  hostile,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const input = fc.record({
  name: hostile,
  sampleId: hostile,
  attack: fc.dictionary(hostile, fc.dictionary(hostile, value, { maxKeys: 4 }), { maxKeys: 2 }),
  epsilons: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 4 }),
  trainOn: fc.array(hostile, { maxLength: 3 }),
});

const textOf = (language: LaunchTextParts['language'], given: object, part = 0) =>
  launchTexts({ mutation: 'launchAttack', makes: 'AttackSet', input: { ...given } }, origin).find(
    (one) => one.language === language,
  )?.parts[part]?.text ?? '';

const asSent = (given: object) => JSON.parse(JSON.stringify(given));

test('every form’s mutation is a document of the schema', () => {
  for (const { mutation, makes } of Object.values(launchForms))
    expect(validate(schema, parse(mutationText({ mutation, makes, input: {} }))), mutation).toEqual([]);
});

test('variables of GraphQL are read as what the form held', () => {
  fc.assert(
    fc.property(input, (given) => {
      expect(JSON.parse(textOf('GraphQL', given, 1))).toEqual({ input: asSent(given) });
    }),
  );
});

/** So many launches are read by one process: what is slow is starting it. */
const several = fc.array(input, { minLength: 10, maxLength: 30 });
const few = { numRuns: 5, endOnFailure: true };

test('a shell hands curl the body that the form held, whatever stands in it, and runs nothing else', () => {
  // In the place of curl: each argument as it arrived, a zero after each.
  const curl = 'curl() { for word; do printf \'%s\\0\' "$word"; done; }';
  fc.assert(
    fc.property(several, (all) => {
      const commands = all.map((given) => textOf('Command line', given));
      const shown = execFileSync('sh', ['-c', [curl, ...commands].join('\n')], {
        env: { ...process.env, FIDUCIAL_URL: '', FIDUCIAL_TOKEN: 'secret $token' },
      });
      const words = shown.toString('utf8').split('\0');
      expect(words).toHaveLength(9 * all.length + 1);
      for (const [at, given] of all.entries()) {
        expect(words.slice(9 * at, 9 * at + 8)).toEqual([
          ...['--silent', '--show-error', `${origin}/graphql`],
          ...['--header', 'content-type: application/json'],
          ...['--header', 'authorization: Bearer secret $token', '--data-binary'],
        ]);
        const { query, variables } = JSON.parse(words[9 * at + 8] ?? '');
        expect(variables).toEqual({ input: asSent(given) });
        expect(query).toContain('launchAttack(input: $input)');
      }
    }),
    few,
  );
});

test('Python reads the input that the form held, whatever stands in it', () => {
  // Runs each program with a server in its place that answers with what it was sent.
  const runner = `
import contextlib, io, json, sys, urllib.request
sent = []
def receive(request):
    sent.append({"url": request.full_url, "headers": dict(request.header_items()), "body": json.loads(request.data)})
    return io.StringIO(json.dumps({"data": {"launchAttack": {"id": "x"}}}))
urllib.request.urlopen = receive
with contextlib.redirect_stdout(io.StringIO()):
    for program in json.load(sys.stdin):
        exec(compile(program, "program", "exec"), {})
print(json.dumps(sent))
`;
  fc.assert(
    fc.property(several, (all) => {
      const answer = execFileSync('python3', ['-c', runner], {
        input: JSON.stringify(all.map((given) => textOf('Python', given))),
        env: { ...process.env, FIDUCIAL_URL: 'http://elsewhere:1', FIDUCIAL_TOKEN: 'secret' },
      });
      const sent: { url: string; headers: object; body: { variables: object } }[] = JSON.parse(
        answer.toString('utf8'),
      );
      expect(sent.map(({ body }) => body.variables)).toEqual(all.map((given) => ({ input: asSent(given) })));
      for (const { url, headers } of sent) {
        expect(url).toBe('http://elsewhere:1/graphql');
        expect(headers).toMatchObject({ Authorization: 'Bearer secret' });
      }
    }),
    few,
  );
});
