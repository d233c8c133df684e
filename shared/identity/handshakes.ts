/**
 * grpc-js has no hook for TLS handshakes: it makes its server by `http2.createSecureServer`, looked up on the module at
 * every call. Replacing that one function lets us count refused handshakes, and read a peer's certificate once a
 * connection instead of once a call (decoding it took longer than deciding a command).
 */
import type { Http2SecureServer, SecureServerOptions } from 'node:http2'
import { createRequire } from 'node:module'
import type { TLSSocket } from 'node:tls'

const http2 = createRequire(import.meta.url)('node:http2') as typeof import('node:http2')
const createSecureServer = http2.createSecureServer

/**
 * As many bytes may be under way to a stream before it has taken them. HTTP/2's own 64 KiB make a fast sender wait for
 * every answer; grpc-js has no option for servers.
 */
export const windowBytes = 1024 * 1024

const withWindow = (options: SecureServerOptions): SecureServerOptions => ({
  ...options,
  settings: { ...options.settings, initialWindowSize: windowBytes },
})

let refused = 0n
const listeners = new Set<(reason: string, peer: string) => void>()

/** How many TLS handshakes this process has refused: no certificate, an expired or a foreign one, or no TLS at all. */
export const refusedHandshakes = (): bigint => refused

/** Calls back for every refused handshake. @returns how to stop. */
export function onRefusedHandshake(listener: (reason: string, peer: string) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function watch(server: Http2SecureServer): Http2SecureServer {
  server.on('secureConnection', (socket: TLSSocket) => {
    const certificate = socket.getPeerCertificate()
    socket.getPeerCertificate = (() => certificate) as TLSSocket['getPeerCertificate']
  })
  server.on('session', (session) => session.setLocalWindowSize(2 * windowBytes))
  server.on('tlsClientError', (error: Error & { code?: string }, socket: TLSSocket) => {
    // Node reports a certificate that it does not trust as a connection that broke, and says why on the socket alone.
    const untrusted = socket.authorizationError ? `${socket.authorizationError}` : undefined
    // A client that goes away in the middle of a handshake was not refused.
    if (error.code === 'ECONNRESET' && !untrusted) return
    refused += 1n
    for (const listener of listeners) listener(untrusted ?? error.message, socket.remoteAddress ?? 'unknown')
  })
  return server
}

http2.createSecureServer = ((options: SecureServerOptions, ...rest: []) =>
  watch(createSecureServer(withWindow(options), ...rest))) as typeof createSecureServer
