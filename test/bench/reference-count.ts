/** A bare grpc-js client stream with mTLS that only counts bytes: what the transport alone takes. */
import { readFileSync } from 'node:fs'
import { Server, ServerCredentials, type ServerReadableStream } from '@grpc/grpc-js'

const [ca = '', cert = '', key = ''] = process.argv.slice(2)
const bytes = (value: Buffer): Buffer => value
const server = new Server()
server.addService(
  {
    count: {
      path: '/plain.Plain/Count',
      requestStream: true,
      responseStream: false,
      requestSerialize: bytes,
      requestDeserialize: bytes,
      responseSerialize: bytes,
      responseDeserialize: bytes,
    },
  },
  {
    count: (call: ServerReadableStream<Buffer, Buffer>, reply: (error: null, answer: Buffer) => void) => {
      let count = 0
      call.on('data', (some: Buffer) => {
        count += some.length
      })
      call.on('end', () => reply(null, Buffer.from(`${count}`)))
    },
  },
)
const pair = { cert_chain: readFileSync(cert), private_key: readFileSync(key) }
server.bindAsync('127.0.0.1:0', ServerCredentials.createSsl(readFileSync(ca), [pair], true), (error, port) => {
  if (error) throw error
  process.stdout.write(`listening ${port}\n`)
})
process.once('SIGTERM', () => process.exit(0))
