import { type CallOptions, type ChannelCredentials, credentials, Metadata, type ServiceError } from '@grpc/grpc-js'
import { BadRequest, ErrorInfo, LocalizedMessage } from '#proto/google/rpc/error_details.ts'
import { Status } from '#proto/google/rpc/status.ts'
import type { After } from '#shared/domain/decider.ts'
import { afterHeader, writeAfter } from './after.ts'
import type { Tls } from './server.ts'

/** Credentials of a client: both sides show a certificate. */
export const mutualTls = ({ ca, cert, key }: Tls): ChannelCredentials =>
  credentials.createSsl(Buffer.from(ca), Buffer.from(key), Buffer.from(cert))

/** How clients of ours are set: they notice a dead connection, and reconnect within a second. */
export const clientOptions = {
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1_000,
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
  'grpc-node.flow_control_window': 1024 * 1024,
} as const

export type Unary<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown

/** The header that names what a call builds on. */
export function metadataOf(after: readonly After[]): Metadata {
  const metadata = new Metadata()
  for (const entry of after) metadata.add(afterHeader, writeAfter(entry))
  return metadata
}

/**
 * Calls a unary RPC of a client stub as a promise. `after` names what the call builds on: receipts and records that its
 * service is to have taken in before it answers. @throws ServiceError, DEADLINE_EXCEEDED where no answer comes in time
 */
export function call<Client, Request, Response>(
  client: Client,
  method: (client: Client) => Unary<Request, Response>,
  request: Request,
  after: readonly After[] = [],
  patienceMilliseconds = 30_000,
): Promise<Response> {
  return new Promise((resolve, reject) =>
    method(client).call(
      client,
      request,
      metadataOf(after),
      { deadline: Date.now() + patienceMilliseconds },
      (error, response) => (error ? reject(error) : resolve(response)),
    ),
  )
}

/** What a refused call says: the reason code, its details, its sentences by locale, the fields that are wrong. */
export type Explained = {
  readonly reason: string
  readonly details: ReadonlyMap<string, string>
  readonly sentences: ReadonlyMap<string, string>
  readonly violations: readonly { readonly field: string; readonly description: string }[]
}

/** Reads the google.rpc details of a refused call; undefined where the other side sent none. */
export function explained(error: ServiceError): Explained | undefined {
  const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? []
  if (!(bytes instanceof Uint8Array)) return undefined
  let reason = ''
  let details: ReadonlyMap<string, string> = new Map()
  const sentences = new Map<string, string>()
  const violations: { field: string; description: string }[] = []
  for (const { typeUrl, value } of Status.decode(bytes).details) {
    if (typeUrl.endsWith('/google.rpc.ErrorInfo')) ({ reason, metadata: details } = ErrorInfo.decode(value))
    if (typeUrl.endsWith('/google.rpc.LocalizedMessage')) {
      const { locale, message } = LocalizedMessage.decode(value)
      sentences.set(locale, message)
    }
    if (typeUrl.endsWith('/google.rpc.BadRequest')) violations.push(...BadRequest.decode(value).fieldViolations)
  }
  return { reason, details, sentences, violations }
}
