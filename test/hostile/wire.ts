/** gRPC calls of any bytes over few HTTP/2 sessions, cheaper than a client library makes them. */
import { type ClientHttp2Session, connect, constants } from 'node:http2'
import { ErrorInfo } from '#proto/google/rpc/error_details.ts'
import { Status } from '#proto/google/rpc/status.ts'
import type { Tls } from '#shared/grpc/server.ts'

/** What came of a call. */
export type Reply = {
  /** The number of the gRPC status; undefined where the call ended without one. */
  readonly code: number | undefined
  readonly reason: string
  /** The first message of the response, where it came whole. */
  readonly message: Buffer | undefined
  /** The caller broke it off: it had an answer to a stream, or sent half of what it announced. */
  readonly left: boolean
}

export type Sent = {
  readonly path: string
  readonly messages: readonly Uint8Array[]
  readonly metadata?: Readonly<Record<string, string>>
  /** Leaves at the first piece of an answer: a stream would go on. */
  readonly leavesAtAnswer: boolean
  /** Breaks off instead of ending what it sends. */
  readonly breaksOff?: boolean
}

/** So long may an answer take: longer than a service itself waits for the whole log to come (shared/archive/records-under.ts). */
const patienceMilliseconds = 35_000
/** Node's server ends a session whose calls are broken off too often (CVE-2023-44487). */
const maxBrokenOff = 400

const framed = (bytes: Uint8Array): Buffer => {
  const header = Buffer.alloc(5)
  header.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([header, bytes])
}

function reasonOf(details: unknown): string {
  if (typeof details !== 'string') return ''
  const info = Status.decode(Buffer.from(details, 'base64')).details.find(({ typeUrl }) =>
    typeUrl.endsWith('/google.rpc.ErrorInfo'),
  )
  return info ? ErrorInfo.decode(info.value).reason : ''
}

function firstMessage(body: Buffer): Buffer | undefined {
  if (body.length < 5) return undefined
  const end = 5 + body.readUInt32BE(1)
  return body.length < end ? undefined : body.subarray(5, end)
}

/** One caller's connection. */
export class Wire {
  private readonly address: string
  private readonly tls: Tls
  private session: ClientHttp2Session | undefined
  private brokenOff = 0

  constructor(address: string, tls: Tls) {
    this.address = address
    this.tls = tls
  }

  close(): void {
    this.session?.close()
    this.session = undefined
  }

  call({ path, messages, metadata, leavesAtAnswer, breaksOff }: Sent): Promise<Reply> {
    const headers = {
      ':method': 'POST',
      ':path': path,
      te: 'trailers',
      'content-type': 'application/grpc',
      ...metadata,
    }
    const stream = this.connected().request(headers)
    const chunks: Buffer[] = []
    let code: number | undefined
    let reason = ''
    let left = false
    const leave = (): void => {
      left = true
      this.brokenOff += 1
      stream.close(constants.NGHTTP2_CANCEL)
    }
    const said = (trailers: Record<string, unknown>): void => {
      if (trailers['grpc-status'] === undefined) return
      code = Number(trailers['grpc-status'])
      reason = reasonOf(trailers['grpc-status-details-bin'])
    }
    return new Promise((resolve) => {
      stream.setTimeout(patienceMilliseconds, () => stream.close(constants.NGHTTP2_CANCEL))
      stream.on('response', said)
      stream.on('trailers', said)
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        if (leavesAtAnswer && !left) leave()
      })
      stream.on('error', () => {})
      stream.on('close', () => resolve({ code, reason, message: firstMessage(Buffer.concat(chunks)), left }))
      for (const message of messages) stream.write(framed(message))
      if (breaksOff) setImmediate(leave)
      else stream.end()
    })
  }

  private connected(): ClientHttp2Session {
    if (this.brokenOff >= maxBrokenOff) this.close()
    if (!this.session || this.session.closed || this.session.destroyed) {
      this.brokenOff = 0
      const { ca, cert, key } = this.tls
      this.session = connect(`https://${this.address}`, { ca, cert, key })
      this.session.on('error', () => {})
      this.session.setMaxListeners(0)
    }
    return this.session
  }
}
