/** Who shows no certificate, or one that is not good, gets no connection: nothing is written, and it is counted. */
import { credentials, type ServiceError, status } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createAuthority, issueCertificate } from '#infra/certificates/authority.ts'
import { GetStatusRequest, OperationServiceClient } from '#proto/qiantou/operation/v1/operation_service.ts'
import { ProgrammeServiceClient } from '#proto/qiantou/programme/v1/programme_service.ts'
import { call, mutualTls } from '#shared/grpc/client.ts'
import { onRefusedHandshake, refusedHandshakes } from '#shared/identity/handshakes.ts'
import { startTestBus, type TestBus, tlsFrom } from '#shared/testing/bus.ts'
import { requests } from '#shared/testing/workflow-requests.ts'
import { everythingWritten } from './rpc-ground.ts'

const identity = { kind: 'organisation', code: 'hn-office' } as const

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

/** Tries to import a programme with these credentials. */
async function attempt(shown: ReturnType<typeof mutualTls>): Promise<ServiceError> {
  const client = new ProgrammeServiceClient(bus.address, shown, { 'grpc.initial_reconnect_backoff_ms': 60_000 })
  try {
    return await call(client, (stub) => stub.importProgramme, requests.importProgramme('forged')).then(
      () => expect.unreachable('it was answered'),
      (error: ServiceError) => error,
    )
  } finally {
    client.close()
  }
}

const shownBy: Readonly<Record<string, [RegExp, () => Promise<ReturnType<typeof mutualTls>>]>> = {
  'nobody: no certificate': [
    /did not return a certificate/,
    async () => {
      const { ca } = await bus.certify(identity)
      return credentials.createSsl(Buffer.from(ca))
    },
  ],
  'somebody whose certificate has expired': [
    /CERT_HAS_EXPIRED/,
    async () => {
      const past = { notBefore: new Date('2020-01-01'), notAfter: new Date('2020-01-02') }
      return mutualTls(await bus.certify(identity, past))
    },
  ],
  'somebody whose certificate is not good yet': [
    /CERT_NOT_YET_VALID/,
    async () => {
      const future = { notBefore: new Date('2120-01-01'), notAfter: new Date('2120-01-02') }
      return mutualTls(await bus.certify(identity, future))
    },
  ],
  'somebody whose certificate comes from another authority': [
    /UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT/,
    async () => {
      const { ca } = await bus.certify(identity)
      const foreign = tlsFrom(await issueCertificate({ authority: await createAuthority(), identity }))
      return mutualTls({ ...foreign, ca })
    },
  ],
}

test.each(Object.entries(shownBy))('%s', async (_, [why, make]) => {
  const before = await everythingWritten(bus)
  const refused = refusedHandshakes()
  const reasons: string[] = []
  const off = onRefusedHandshake((reason) => reasons.push(reason))
  const error = await attempt(await make())
  expect(error.code).toBe(status.UNAVAILABLE)
  await vi.waitFor(() => expect(refusedHandshakes()).toBeGreaterThan(refused), { timeout: 5_000, interval: 10 })
  off()
  expect(reasons[0]).toMatch(why)
  expect(await everythingWritten(bus)).toEqual(before)
  // The operations team reads the same number.
  const { services } = await call(bus.as('hn-kjt').operations, (stub) => stub.getStatus, GetStatusRequest.create())
  expect(services.map((service) => service.refusedHandshakes)).toEqual(services.map(() => refusedHandshakes()))
})

test('without TLS there is no connection either, and it is counted', async () => {
  const refused = refusedHandshakes()
  const client = new OperationServiceClient(bus.address, credentials.createInsecure())
  const error = await call(client, (stub) => stub.getStatus, GetStatusRequest.create()).catch((e: ServiceError) => e)
  client.close()
  expect(error).toMatchObject({ code: status.UNAVAILABLE })
  await vi.waitFor(() => expect(refusedHandshakes()).toBeGreaterThan(refused), { timeout: 5_000, interval: 10 })
})

test('a client that goes away in the middle of its handshake was not refused', async () => {
  const refused = refusedHandshakes()
  const { connect } = await import('node:net')
  await new Promise<void>((resolve) => {
    const socket = connect(Number(bus.address.split(':')[1]), '127.0.0.1', () => socket.destroy())
    socket.on('close', () => resolve())
  })
  // Somebody else's handshake comes after it, and is answered.
  await call(bus.as('hn-kjt').operations, (stub) => stub.getStatus, GetStatusRequest.create())
  expect(refusedHandshakes()).toBe(refused)
})
