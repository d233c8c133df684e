import {
  type Attributes,
  context,
  INVALID_SPAN_CONTEXT,
  type ProxyTracerProvider,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'

/**
 * Our spans, by hand: auto-instrumentation is silently absent in ESM. Names are in this one list:
 * `command`, `batch`, `publish`, `delivery`, `fold`.
 */
export type SpanName = 'command' | 'batch' | 'publish' | 'delivery' | 'fold'

const tracer = trace.getTracer('qiantou')

/** A span that records nothing. */
const nowhere = trace.wrapSpanContext(INVALID_SPAN_CONTEXT)

const kinds: Record<SpanName, SpanKind> = {
  command: SpanKind.SERVER,
  batch: SpanKind.INTERNAL,
  publish: SpanKind.PRODUCER,
  delivery: SpanKind.PRODUCER,
  fold: SpanKind.CONSUMER,
}

/** The span context that a W3C `traceparent` names, as a parent for spans made here. */
function parentOf(traceparent: string | undefined) {
  const parts = traceparent?.match(/^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/)
  if (!parts) return context.active()
  const [, traceId = '', spanId = '', flags = ''] = parts
  return trace.setSpanContext(context.active(), {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  })
}

/** The `traceparent` of the active span (W3C Trace Context §3.2), or undefined where nothing is traced. */
export function activeTraceparent(): string | undefined {
  const span = activeSpanContext()
  return span && `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`
}

/** Runs `work` inside a span; an error ends it as failed and goes on. `traceparent` names the parent, if not the active span. */
export function inSpan<T>(
  name: SpanName,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
  traceparent?: string,
): Promise<T> {
  if (!isTracing()) return work(nowhere)
  return tracer.startActiveSpan(name, { kind: kinds[name], attributes }, parentOf(traceparent), async (span) => {
    try {
      return await work(span)
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message })
      throw error
    } finally {
      span.end()
    }
  })
}

/** A span that belongs to several traces at once: a root of its own, linked to each of them. */
export function inLinkedSpan<T>(
  name: SpanName,
  attributes: Attributes,
  linked: readonly (SpanContext | undefined)[],
  work: () => Promise<T>,
): Promise<T> {
  if (!isTracing()) return work()
  const links = linked.flatMap((one) => (one ? [{ context: one }] : []))
  const options = { kind: kinds[name], attributes, links, root: true }
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await work()
    } finally {
      span.end()
    }
  })
}

/** Whether spans go anywhere: what costs something to say need not be said otherwise. */
export const isTracing = (): boolean =>
  (trace.getTracerProvider() as ProxyTracerProvider).getDelegateTracer('qiantou') !== undefined

/** The span that is active here, if it is recorded. */
export const activeSpanContext = (): SpanContext | undefined => {
  const span = trace.getActiveSpan()?.spanContext()
  return span && trace.isSpanContextValid(span) ? span : undefined
}

/** Marks that something happened to a record, as a span of no length in the trace of the command that made it. */
export function markSpan(name: SpanName, attributes: Attributes, traceparent: string | undefined): void {
  if (!traceparent || !isTracing()) return
  tracer.startSpan(name, { kind: kinds[name], attributes }, parentOf(traceparent)).end()
}
