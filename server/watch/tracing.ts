import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Attributes,
  context,
  DiagLogLevel,
  diag,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { PrismaInstrumentation } from '@prisma/instrumentation';
import { log } from '../log';
import { currentVersions } from '../versions';

/** How long a process that stops waits for its last spans to be taken. */
const lastSpansMs = 3000;

/** What makes spans; they lead nowhere until {@link openTracing} was called. */
export const tracer = trace.getTracer('fiducial');

/**
 * Sends the spans of this process to an OpenTelemetry collector, over HTTP with JSON. Where no endpoint is given nothing is
 * recorded and nothing leaves the host. Returns what sends the last ones and ends it.
 *
 * @param service `api` or `worker`; the collector sees `fiducial-api`
 * @param endpoint address of the collector, to which `/v1/traces` is added; `OTEL_EXPORTER_OTLP_HEADERS` adds headers
 */
export function openTracing(service: string, endpoint: string | undefined): () => Promise<void> {
  if (!endpoint) return async () => undefined;
  diag.setLogger(
    {
      error: (message) => log.warn({ message: message.slice(0, 500) }, 'traces could not be sent'),
      warn: (message) => log.warn({ message: message.slice(0, 500) }, 'traces'),
      info: () => undefined,
      debug: () => undefined,
      verbose: () => undefined,
    },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': `fiducial-${service}`,
      'service.version': currentVersions().fiducial,
      'process.pid': process.pid,
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  provider.register();
  // It only tells Prisma's client that spans are wanted; nothing is patched.
  new PrismaInstrumentation().enable();
  // A collector that does not answer holds nobody up.
  return () => Promise.race([provider.shutdown(), sleep(lastSpansMs)]);
}

/** What of the active trace goes along with a message, such as a job: its `traceparent`; empty where nothing is traced. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

/** Does something within a span, which ends with it and says whether it failed. */
export function inSpan<T>(name: string, use: () => Promise<T>, attributes: Attributes = {}): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, (span) => ended(span, use()));
}

/** Does something within a span that goes on with what `headers` name, as a message carried them. */
export function inSpanOf<T>(
  headers: Readonly<Record<string, unknown>>,
  { name, attributes }: { readonly name: string; readonly attributes: Attributes },
  use: (span: Span) => T,
): T {
  const parent = propagation.extract(context.active(), headers);
  const span = tracer.startSpan(name, { kind: SpanKind.CONSUMER, attributes }, parent);
  return context.with(trace.setSpan(parent, span), () => use(span));
}

/** Marks the active span as failed. */
export function failSpan(message: string): void {
  trace.getActiveSpan()?.setStatus({ code: SpanStatusCode.ERROR, message });
}

async function ended<T>(span: Span, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name });
    throw error;
  } finally {
    span.end();
  }
}
