import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, launch } from '../testkit/thing-requests';
import { waitFor } from '../testkit/wait-for';

/** Traces as a collector gets them: one from a caller, through the API, into the worker that computes. */
let api: ApiBench;
let collector: Awaited<ReturnType<typeof openCollector>>;

beforeAll(async () => {
  collector = await openCollector();
  // Sent at once, not in the five seconds that batches wait.
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.address, OTEL_BSP_SCHEDULE_DELAY: '50' };
  api = await openApiBench({ FIDUCIAL_TASKS: '', ...variables });
  await api.worker();
}, 60_000);
afterAll(async () => {
  await api.close();
  await collector.close();
});

interface Span {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

describe('a trace', () => {
  test('goes on from the caller through request, operation and database', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const caller = 'b7ad6b7169203331';
    await api.send(
      '{ projects(first: 1) { totalCount } }',
      {},
      { traceparent: `00-${traceId}-${caller}-01` },
    );
    const spans = await collector.spansOf(traceId, ({ name }) => name === 'POST /graphql');
    const request = spans.find(({ name }) => name === 'POST /graphql');
    expect(request).toMatchObject({
      service: 'fiducial-api',
      parentSpanId: caller,
      attributes: { 'http.request.method': 'POST', 'http.response.status_code': 200, 'url.path': '/graphql' },
    });
    expect(spans).toContainEqual(
      expect.objectContaining({ name: 'query projects', parentSpanId: request?.spanId }),
    );
    expect(spans.map(({ name }) => name)).toContain('prisma:client:operation');
  });

  test('leads from the launch of a run to each attempt and its stages, in another process', async () => {
    const asked = { ask: api.ask };
    const projectId = await createProject(asked, 'Traced');
    const { id } = await launch(asked, 'importDataset', { projectId, source: { builtInDigits: {} } });
    const launched = await collector.span(({ name }) => name === 'mutation importDataset');
    const attempt = await collector.span(({ name }) => name === 'run importDataset');
    expect(attempt.traceId).toBe(launched.traceId);
    expect(attempt).toMatchObject({
      service: 'fiducial-worker',
      attributes: { 'fiducial.run.kind': 'importDataset', 'fiducial.run.attempt': 1 },
    });
    const { node } = await api.ask<{ node: { run: { id: string; steps: { name: string }[] } } }>(
      `{ node(id: "${id}") { ... on Dataset { run { id steps { name } } } } }`,
    );
    expect(node.run.steps.length).toBeGreaterThan(0);
    const spans = await collector.spansOf(attempt.traceId, ({ name }) => name === 'run importDataset');
    for (const name of ['prepare', 'compute', 'keep', ...node.run.steps.map((step) => `stage ${step.name}`)])
      expect(spans, name).toContainEqual(expect.objectContaining({ name, parentSpanId: attempt.spanId }));
  }, 60_000);

  test('holds no secret: no address with a signature, no header, no variable', async () => {
    const project = await createProject({ ask: api.ask }, 'Signed');
    const { beginUpload } = await api.ask<{ beginUpload: { url: string } }>(
      `mutation ($input: BeginUploadInput!) { beginUpload(input: $input) { ... on Upload { url } } }`,
      {
        input: {
          projectId: project,
          kind: 'file',
          fileName: 'a.txt',
          bytes: 1,
          sha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
        },
      },
    );
    const address = new URL(beginUpload.url, api.address);
    await fetch(address, { method: 'PUT', body: 'a', headers: { 'content-length': '1' } });
    await collector.span(({ name }) => name === 'PUT /uploads');
    const text = collector.text();
    const signature = [...address.searchParams.values()].find((value) => value.length > 30);
    expect(signature).toBeDefined();
    expect(text).not.toContain(signature);
  });
});

/** A collector that keeps what it gets. */
async function openCollector() {
  const spans: Span[] = [];
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    if (request.url === '/v1/traces') {
      bodies.push(body);
      spans.push(...spansIn(JSON.parse(body)));
    }
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const span = (matches: (span: Span) => boolean) =>
    waitFor('a span', async () => spans.find(matches), 30_000);
  return {
    address: `http://127.0.0.1:${port}`,
    text: () => bodies.join('\n'),
    span,
    /** Spans of a trace, once one that ends last has come. */
    spansOf: async (traceId: string, last: (span: Span) => boolean): Promise<Span[]> => {
      await span((one) => one.traceId === traceId && last(one));
      return spans.filter((one) => one.traceId === traceId);
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer); // of a request without an encoding
  const body = Buffer.concat(parts);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
}

interface Attribute {
  readonly key: string;
  readonly value: {
    readonly stringValue?: string;
    readonly intValue?: number | string;
    readonly boolValue?: boolean;
  };
}
interface Posted {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<Span, 'service' | 'attributes'> & {
        readonly attributes: readonly Attribute[];
      })[];
    }[];
  }[];
}

function spansIn({ resourceSpans }: Posted): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        ...span,
        service: String(valuesOf(resource.attributes)['service.name']),
        attributes: valuesOf(span.attributes),
      })),
    ),
  );
}

function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ??
        value.boolValue ??
        (value.intValue === undefined ? undefined : Number(value.intValue)),
    ]),
  );
}
