import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkServerIdentity, connect, createServer, type PeerCertificate, type TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Credentials,
  certificatePaths,
  createAuthority,
  ensureCertificates,
  issueCertificate,
} from './authority.ts'
import type { Identity } from './identity.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const leadAgency: Identity = { kind: 'service', code: 'lead-agency' }
const education: Identity = { kind: 'organisation', code: 'hunan-education' }

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'qiantou-certificates-'))
})

afterEach(async () => {
  await rm(directory, { recursive: true })
})

describe('a handshake', () => {
  test('tells the service who calls, and the caller that it reached the service', async () => {
    const certificates = await ensureCertificates(directory, [leadAgency, education])
    const outcome = await handshake(certificates.of(leadAgency), certificates.of(education), 'lead-agency')
    expect(outcome.peer?.subjectaltname).toBe('URI:spiffe://qiantou.local/organisation/hunan-education')
    expect(outcome.peer?.subject.CN).toBe('hunan-education')
  })

  test.each(['localhost', 'lead-agency', '127.0.0.1', '::1'])('finds the service under %s', async (host) => {
    const certificates = await ensureCertificates(directory, [leadAgency, education])
    const outcome = await handshake(certificates.of(leadAgency), certificates.of(education), host)
    expect(outcome.refusal).toBeUndefined()
  })

  test('refuses a caller whom another authority vouches for', async () => {
    const certificates = await ensureCertificates(directory, [leadAgency])
    const foreign = await issueCertificate({ authority: await createAuthority(), identity: education })
    const outcome = await handshake(
      certificates.of(leadAgency),
      { ...foreign, authority: certificates.authority },
      'localhost',
    )
    expect(outcome.refusal).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  })

  test('refuses an expired caller', async () => {
    const authority = await createAuthority()
    const service = await issueCertificate({ authority, identity: leadAgency })
    const expired = await issueCertificate({
      authority,
      identity: education,
      notBefore: new Date(Date.now() - 2 * DAY_MS),
      notAfter: new Date(Date.now() - DAY_MS),
    })
    expect((await handshake(service, expired, 'localhost')).refusal).toBe('CERT_HAS_EXPIRED')
  })

  test('refuses an organisation that poses as a service', async () => {
    const certificates = await ensureCertificates(directory, [leadAgency, education])
    const outcome = await handshake(certificates.of(education), certificates.of(leadAgency), 'localhost')
    expect(outcome.refusal).toBe('INVALID_PURPOSE')
  })
})

describe('a directory of certificates', () => {
  test('keeps what is good and adds what is missing', async () => {
    const before = await ensureCertificates(directory, [leadAgency])
    const after = await ensureCertificates(directory, [leadAgency, education])
    expect(after.of(leadAgency)).toEqual(before.of(leadAgency))
    expect(after.of(education).authority).toBe(before.authority)
    expect(() => before.of(education)).toThrow('no certificate was asked for organisation hunan-education')
  })

  test('holds PKCS#8 keys that only the owner reads, and no leftovers', async () => {
    await ensureCertificates(directory, [leadAgency])
    const paths = certificatePaths(directory, leadAgency)
    expect((await stat(paths.key)).mode & 0o777).toBe(0o600)
    expect((await stat(join(directory, 'ca.key'))).mode & 0o777).toBe(0o600)
    expect(await readFile(paths.key, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/)
    const files = await readdir(directory, { recursive: true })
    expect(files.sort()).toEqual(['ca.crt', 'ca.key', 'service', 'service/lead-agency.crt', 'service/lead-agency.key'])
  })

  test('outlives a decade', async () => {
    const certificates = await ensureCertificates(directory, [leadAgency])
    const inFifteenYears = new Date(Date.now() + 15 * 365 * DAY_MS)
    for (const pem of [certificates.authority, certificates.of(leadAgency).certificate]) {
      expect(new X509Certificate(pem).validToDate > inFifteenYears).toBe(true)
    }
  })

  test('renews what is about to expire', async () => {
    const before = await ensureCertificates(directory, [leadAgency, education])
    const expiry = new X509Certificate(before.of(leadAgency).certificate).validToDate
    const now = new Date(expiry.getTime() - 6 * DAY_MS)
    const after = await ensureCertificates(directory, [leadAgency, education], { now })
    expect(after.authority).not.toBe(before.authority)
    expect(new X509Certificate(after.of(leadAgency).certificate).validToDate > expiry).toBe(true)
  })

  test('makes anew what says something else than asked', async () => {
    const before = await ensureCertificates(directory, [leadAgency])
    const named = await ensureCertificates(directory, [{ ...leadAgency, commonName: 'admin' }])
    expect(new X509Certificate(named.of(leadAgency).certificate).subject).toBe('CN=admin')
    const moved = await ensureCertificates(directory, [leadAgency], { trustDomain: 'hunan.example' })
    expect(new X509Certificate(moved.of(leadAgency).certificate).subjectAltName).toContain(
      'URI:spiffe://hunan.example/service/lead-agency',
    )
    expect(moved.authority).not.toBe(before.authority)
  })

  test.each(['ca.key', 'ca.crt', 'service/lead-agency.key', 'service/lead-agency.crt'])(
    'recovers when %s is lost, cut short or foreign',
    async (file) => {
      const path = join(directory, file)
      await ensureCertificates(directory, [leadAgency, education])
      const foreign = await issueCertificate({ authority: await createAuthority(), identity: leadAgency })
      const damages = [
        () => rm(path),
        () => truncate(path, 40),
        () => writeFile(path, file.endsWith('.key') ? foreign.key : foreign.certificate),
      ]
      for (const damage of damages) {
        await damage()
        const healed = await ensureCertificates(directory, [leadAgency, education])
        const outcome = await handshake(healed.of(leadAgency), healed.of(education), 'localhost')
        expect(outcome.refusal).toBeUndefined()
      }
    },
  )

  test('comes out the same for two that start at once', async () => {
    const identities = [leadAgency, education]
    const starts = await Promise.all([1, 2, 3, 4].map(() => ensureCertificates(directory, identities)))
    for (const server of starts) {
      for (const client of starts) {
        const outcome = await handshake(server.of(leadAgency), client.of(education), 'localhost')
        expect(outcome.refusal).toBeUndefined()
      }
    }
  })

  test.each(['../ca', 'a/b', '', '.', '湖南', 'x'.repeat(64)])('refuses the code %j', async (code) => {
    await expect(ensureCertificates(directory, [{ kind: 'organisation', code }])).rejects.toThrow(
      'cannot stand in a certificate',
    )
  })
})

/** Connects a client to a server over mTLS; says whom the server saw, or why one side would refuse the other. */
async function handshake(service: Credentials, client: Credentials, host: string) {
  // With rejectUnauthorized Node hangs up without saying why; we ask for its verdict instead.
  const server = createServer({
    cert: service.certificate,
    key: service.key,
    ca: service.authority,
    requestCert: true,
    rejectUnauthorized: false,
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const accepted = new Promise<Outcome>((resolve) => {
    server.once('secureConnection', (socket: TLSSocket) => {
      resolve(
        socket.authorized
          ? { peer: socket.getPeerCertificate(), refusal: undefined }
          : { peer: undefined, refusal: String(socket.authorizationError) },
      )
      socket.on('error', () => {})
    })
  })
  const socket = connect({
    port: (server.address() as AddressInfo).port,
    host: 'localhost',
    cert: client.certificate,
    key: client.key,
    ca: client.authority,
    checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
  })
  const refused = new Promise<Outcome>((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve({ peer: undefined, refusal: String(error.code) }))
  })
  const connected = new Promise((resolve) => socket.once('secureConnect', resolve))
  const outcome = await Promise.race([refused, Promise.all([accepted, connected]).then(([verdict]) => verdict)])
  socket.destroy()
  server.close()
  return outcome
}

type Outcome = {
  readonly peer: PeerCertificate | undefined
  readonly refusal: string | undefined
}
