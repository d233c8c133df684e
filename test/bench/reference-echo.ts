/** A bare grpc-js echo with mTLS: what the transport alone takes. */
import { readFileSync } from 'node:fs'
import { Server, ServerCredentials } from '@grpc/grpc-js'

const [ca = '', cert = '', key = ''] = process.argv.slice(2)
const bytes = (value: Buffer): Buffer => value
const server = new Server()
server.addService(
  {
    echo: {
      path: '/plain.Plain/Echo',
      requestStream: false,
      responseStream: false,
      requestSerialize: bytes,
      requestDeserialize: bytes,
      responseSerialize: bytes,
      responseDeserialize: bytes,
    },
  },
  { echo: (call: { request: Buffer }, reply: (error: null, answer: Buffer) => void) => reply(null, call.request) },
)
const pair = { cert_chain: readFileSync(cert), private_key: readFileSync(key) }
server.bindAsync('127.0.0.1:0', ServerCredentials.createSsl(readFileSync(ca), [pair], true), (error, port) => {
  if (error) throw error
  process.stdout.write(`listening ${port}\n`)
})
process.once('SIGTERM', () => process.exit(0))
