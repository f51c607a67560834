/** A launch as it is sent: the mutation, the type of what it makes, and its input. */
export interface SentLaunch {
  readonly mutation: string;
  readonly makes: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A launch in one of the languages in which people send it. */
export interface LaunchTextParts {
  readonly language: 'GraphQL' | 'Command line' | 'Python';
  /** What it takes. */
  readonly note: string;
  /** To be copied one by one. */
  readonly parts: readonly { readonly title: string; readonly text: string }[];
}

/** What is asked of things that many runs make together. */
const ofSeveral: Readonly<Record<string, string>> = {
  TestBed: '{ id }',
  LaunchedRuns: '{ runs { id title } }',
};

/** A launch as GraphQL with its variables, as a command line and as Python: each starts it. `origin` is where the server is. */
export function launchTexts(launch: SentLaunch, origin: string): readonly LaunchTextParts[] {
  return [
    {
      language: 'GraphQL',
      note: 'For any GraphQL client, at /graphql.',
      parts: [
        { title: 'Mutation', text: mutationText(launch) },
        { title: 'Variables', text: JSON.stringify({ input: launch.input }, null, 2) },
      ],
    },
    {
      language: 'Command line',
      note: 'Needs curl. FIDUCIAL_TOKEN is an access token that may run; a server without sign-in needs none.',
      parts: [{ title: 'Command', text: commandText(launch, origin) }],
    },
    {
      language: 'Python',
      note: 'Python 3, nothing to install. FIDUCIAL_TOKEN is an access token that may run; a server without sign-in needs none.',
      parts: [{ title: 'Program', text: pythonText(launch, origin) }],
    },
  ];
}

/** The mutation; its input is a variable. */
export function mutationText({ mutation, makes }: SentLaunch): string {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const made = ofSeveral[makes] ?? '{ id run { id } }';
  return `mutation ($input: ${type}) {
  ${mutation}(input: $input) {
    __typename
    ... on ${makes} ${made}
    ... on UserError { message }
  }
}`;
}

/** The document in a line: nothing in it depends on where its lines break. */
const inOneLine = (document: string) => document.replaceAll(/\s+/g, ' ');

function commandText(launch: SentLaunch, origin: string): string {
  const body = JSON.stringify(
    { query: inOneLine(mutationText(launch)), variables: { input: launch.input } },
    null,
    2,
  );
  // An empty header is none: without a token nothing is sent.
  return `curl --silent --show-error "\${FIDUCIAL_URL:-${origin}}/graphql" \\
  --header 'content-type: application/json' \\
  --header "\${FIDUCIAL_TOKEN:+authorization: Bearer $FIDUCIAL_TOKEN}" \\
  --data-binary ${shellLiteral(body)}`;
}

function pythonText(launch: SentLaunch, origin: string): string {
  return `import json, os, urllib.request

url = os.environ.get("FIDUCIAL_URL", ${pythonLiteral(origin)})
token = os.environ.get("FIDUCIAL_TOKEN")

query = ${pythonLiteral(inOneLine(mutationText(launch)))}
launch_input = ${pythonLiteral(launch.input)}

body = json.dumps({"query": query, "variables": {"input": launch_input}}).encode()
request = urllib.request.Request(url + "/graphql", body, {"content-type": "application/json"})
if token:
    request.add_header("authorization", "Bearer " + token)
answer = json.load(urllib.request.urlopen(request))
if "errors" in answer:
    raise SystemExit(answer["errors"][0]["message"])
launched = answer["data"][${pythonLiteral(launch.mutation)}]
if "message" in launched:
    raise SystemExit(launched["message"])
print(json.dumps(launched))
`;
}

/** A text as one word of a POSIX shell: within single quotes nothing has a meaning but the quote itself. */
function shellLiteral(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A JSON value as Python writes it. Escapes of JSON's texts are Python's, too. */
function pythonLiteral(value: unknown, indent = ''): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  const within = `${indent}    `;
  if (Array.isArray(value)) return `[${value.map((one) => pythonLiteral(one, within)).join(', ')}]`;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(
    ([name, inner]) => `${within}${JSON.stringify(name)}: ${pythonLiteral(inner, within)},`,
  );
  return `{\n${lines.join('\n')}\n${indent}}`;
}
