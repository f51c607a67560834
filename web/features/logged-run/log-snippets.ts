/** Where the code of a snippet logs to. */
export interface SnippetPlace {
  /** Such as `http://localhost:4600`. */
  readonly origin: string;
  readonly projectId: string;
  /** A run that there is; a new one where it is left out. */
  readonly runId?: string | undefined;
}

/** The way from a language to the API, ready to be copied. */
export interface Snippet {
  readonly language: string;
  readonly code: string;
}

const createRun =
  'mutation ($input: CreateRunInput!) { createRun(input: $input) { ... on Run { id } ... on UserError { message } } }';
const logMetrics =
  'mutation ($input: LogMetricsInput!) { logMetrics(input: $input) { ... on LoggedPoints { points } ... on UserError { message } } }';
const finishRun =
  'mutation ($input: FinishRunInput!) { finishRun(input: $input) { ... on Run { status } ... on UserError { message } } }';

/** Code that logs a run from Python, Node and the shell, with nothing to install. */
export function logSnippets(place: SnippetPlace): Snippet[] {
  return [
    { language: 'Python', code: python(place) },
    { language: 'Node', code: node(place) },
    { language: 'curl', code: curl(place) },
  ];
}

function python({ origin, projectId, runId }: SnippetPlace): string {
  const run = runId
    ? `run = "${runId}"`
    : `run = send("""${createRun}""",
    projectId="${projectId}", name="My run", params={"learningRate": 0.01},
    tags=[{"key": "host", "value": "laboratory"}])["id"]`;
  return `import json, os, urllib.request

# Where sign-in is asked for: a token that may run.
token = os.environ.get("FIDUCIAL_TOKEN", "")

def send(query, **input):
    body = json.dumps({"query": query, "variables": {"input": input}}).encode()
    request = urllib.request.Request("${origin}/graphql", body, {"content-type": "application/json"})
    if token:
        request.add_header("authorization", "Bearer " + token)
    answer = json.load(urllib.request.urlopen(request))
    if "errors" in answer:
        raise RuntimeError(answer["errors"][0]["message"])
    (result,) = answer["data"].values()
    if "message" in result:
        raise RuntimeError(result["message"])
    return result

${run}

for step in range(100):
    send("""${logMetrics}""",
        runId=run, metrics=[{"name": "loss", "steps": [step], "values": [1 / (step + 1)], "goal": "MINIMIZE"}])

send("""${finishRun}""",
    runId=run, status="SUCCEEDED")
`;
}

function node({ origin, projectId, runId }: SnippetPlace): string {
  const run = runId
    ? `const run = '${runId}';`
    : `const { id: run } = await send('${createRun}',
  { projectId: '${projectId}', name: 'My run', params: { learningRate: 0.01 }, tags: [{ key: 'host', value: 'laboratory' }] });`;
  return `async function send(query, input) {
  const body = JSON.stringify({ query, variables: { input } });
  // Where sign-in is asked for: a token that may run.
  const token = process.env.FIDUCIAL_TOKEN;
  const headers = { 'content-type': 'application/json', ...(token && { authorization: \`Bearer \${token}\` }) };
  const response = await fetch('${origin}/graphql', { method: 'POST', headers, body });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  const [result] = Object.values(data);
  if (result.message) throw new Error(result.message);
  return result;
}

${run}

for (let step = 0; step < 100; step++)
  await send('${logMetrics}',
    { runId: run, metrics: [{ name: 'loss', steps: [step], values: [1 / (step + 1)], goal: 'MINIMIZE' }] });

await send('${finishRun}', { runId: run, status: 'SUCCEEDED' });
`;
}

function curl({ origin, projectId, runId }: SnippetPlace): string {
  const send = (query: string, input: object, more = '') =>
    `curl -s ${origin}/graphql -H 'content-type: application/json' \${FIDUCIAL_TOKEN:+-H "authorization: Bearer $FIDUCIAL_TOKEN"} -d '${JSON.stringify({ query, variables: { input } })}'${more}`;
  const create = `# Answers with the id of the run, which the next commands name as RUN.
${send(createRun, { projectId, name: 'My run', params: { learningRate: 0.01 }, tags: [{ key: 'host', value: 'laboratory' }] })}

`;
  const run = runId ?? 'RUN';
  return `${runId ? '' : create}# A batch: columns of one length, in any order.
${send(logMetrics, { runId: run, metrics: [{ name: 'loss', steps: [0, 1, 2], values: [1, 0.5, 0.25], goal: 'MINIMIZE' }] })}

${send(finishRun, { runId: run, status: 'SUCCEEDED' })}
`;
}
