/** Traces, metrics and logs of a real bus, as a collector receives them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Broker, startBroker } from '#infra/kafka/broker.ts'
import { ListParkedRecordsRequest, OperationServiceClient } from '#proto/qiantou/operation/v1/operation_service.ts'
import { call, mutualTls } from '#shared/grpc/client.ts'
import { readBusFile } from '#shared/lifecycle/data-folder.ts'
import { prepareCluster } from '#shared/testing/prepared-cluster.ts'

type Span = {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[]
}

const spans: Span[] = []
const metrics: string[] = []
const logs: string[] = []
let collector: Server
let bus: ChildProcess
let broker: Broker | undefined
let home = ''

/** Keeps what arrives in OTLP's JSON form (opentelemetry-proto 1.x). */
function keep(path: string, body: string): void {
  const message = JSON.parse(body)
  for (const resource of message.resourceSpans ?? [])
    for (const scope of resource.scopeSpans) spans.push(...scope.spans)
  for (const resource of message.resourceMetrics ?? [])
    for (const scope of resource.scopeMetrics) metrics.push(...scope.metrics.map(({ name }: { name: string }) => name))
  if (path === '/v1/logs') logs.push(body)
}

beforeAll(async () => {
  collector = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      keep(request.url ?? '', Buffer.concat(chunks).toString())
      response.end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  home = await mkdtemp(join(tmpdir(), 'qiantou-telemetry-'))
  await chmod(home, 0o711)
  await prepareCluster(join(home, 'postgres'))
  const log: string[] = []
  if (process.env.QIANTOU_TEST_ENGINE === 'kafka') {
    broker = await startBroker({ home: join(home, 'kafka') })
    log.push('--log', 'kafka', '--brokers', broker.brokers.join(','))
  }
  bus = spawn(process.execPath, ['infra/start/main.ts', '--port', '0', ...log], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      QIANTOU_HOME: home,
      QIANTOU_LOG_LEVEL: 'info',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_METRIC_EXPORT_INTERVAL: '500',
      OTEL_METRIC_EXPORT_TIMEOUT: '400',
    },
  })
  for await (const line of createInterface({ input: bus.stdout as NodeJS.ReadableStream }))
    if (/is ready/.test(line)) break
  bus.stdout?.resume()
})

afterAll(async () => {
  bus.kill('SIGTERM')
  await once(bus, 'exit')
  await broker?.stop()
  collector.close()
  await rm(home, { recursive: true, force: true })
})

const attribute = (span: Span, key: string): string | undefined =>
  span.attributes.find((one) => one.key === key)?.value.stringValue

test('a command, the batch that decided it, its publication, delivery and fold belong together', async () => {
  await vi.waitFor(
    () => {
      const issue = spans.find((span) => attribute(span, 'rpc.method')?.endsWith('/IssueTask'))
      if (!issue) throw new Error('no command span has arrived')
      const ofTrace = spans.filter(({ traceId }) => traceId === issue.traceId)
      const children = ofTrace.filter(({ parentSpanId }) => parentSpanId === issue.spanId)
      // Three services watch tasks.
      expect(children.map(({ name }) => name).sort()).toEqual(['delivery', 'fold', 'fold', 'fold', 'publish'])
      expect(children.map((span) => attribute(span, 'qiantou.source'))).toEqual(Array(5).fill('//qiantou/lead-agency'))
      const batches = spans.filter(
        ({ name, links }) => name === 'batch' && links?.some(({ spanId }) => spanId === issue.spanId),
      )
      expect(batches).toHaveLength(1)
    },
    { timeout: 15_000, interval: 100 },
  )
})

test('metrics arrive', async () => {
  await vi.waitFor(() => expect(metrics).toContain('qiantou.call.duration'), { timeout: 15_000, interval: 100 })
})

test('a call without entitlement is counted, and said so', async () => {
  expect(metrics).not.toContain('qiantou.call.denied')
  const file = (name: string): string => readFileSync(join(home, 'certificates', name), 'utf8')
  const [ca, cert, key] = [file('ca.crt'), file('organisation/hn-kjt.crt'), file('organisation/hn-kjt.key')]
  const client = new OperationServiceClient(readBusFile(home)?.address ?? '', mutualTls({ ca, cert, key }))
  const request = ListParkedRecordsRequest.fromPartial({ service: 'lead-agency' })
  await expect(call(client, (stub) => stub.listParkedRecords, request)).rejects.toThrow(/PERMISSION_DENIED/)
  client.close()
  await vi.waitFor(() => expect(metrics).toContain('qiantou.call.denied'), { timeout: 15_000, interval: 100 })
  await vi.waitFor(() => expect(logs.join()).toMatch(/denied/), { timeout: 15_000, interval: 100 })
})

test('logs arrive: a connection without a certificate is refused and said so', async () => {
  const { port } = new URL(`https://${readBusFile(home)?.address}`)
  const socket = connect({ port: Number(port), host: '127.0.0.1', rejectUnauthorized: false })
  socket.on('error', () => {})
  await vi.waitFor(() => expect(logs.join()).toMatch(/handshake refused/), { timeout: 15_000, interval: 100 })
  socket.destroy()
})
