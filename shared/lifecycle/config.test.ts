import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createAuthority, issueCertificate } from '#infra/certificates/authority.ts'
import { admitsWorkSecrets, readConfig } from './config.ts'

const directory = mkdtempSync(join(tmpdir(), 'qiantou-config-'))
afterAll(() => rmSync(directory, { recursive: true }))
const file = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text)
  return join(directory, name)
}

const authority = await createAuthority()
const own = await issueCertificate({ authority, identity: { kind: 'service', code: 'lead-agency' } })
const other = await issueCertificate({ authority, identity: { kind: 'service', code: 'event-log' } })
const body = await issueCertificate({ authority, identity: { kind: 'organisation', code: 'lead-agency' } })

const ca = file('ca.crt', authority.certificate)
const certificates = {
  QIANTOU_CA: ca,
  QIANTOU_CERT: file('a.crt', own.certificate),
  QIANTOU_KEY: file('a.key', own.key),
}
const otherCertificate = file('b.crt', other.certificate)
const otherKey = file('b.key', other.key)
const complete = { ...certificates, QIANTOU_DATABASE_URL: 'postgresql://own' }
const read = (env: NodeJS.ProcessEnv) => readConfig(env, { name: 'lead-agency', needsDatabase: true })

test('what is set is read, what is not has its default', () => {
  const config = read({
    ...complete,
    QIANTOU_LOG_SOURCES: 'lead-agency=postgres://a?b=c,finance=postgres://d',
    QIANTOU_PEERS: 'coordination-office=localhost:7444',
    QIANTOU_AUDITORS: 'organisations/hn-sjt',
  })
  expect(config.listen).toBe('0.0.0.0:7443')
  expect(config.tls).toEqual({ ca: authority.certificate, cert: own.certificate, key: own.key })
  expect(config.database('lead-agency')).toBe('postgresql://own')
  expect(config.log).toEqual({
    engine: 'postgres',
    sources: new Map([
      ['//qiantou/lead-agency', 'postgres://a?b=c'],
      ['//qiantou/finance', 'postgres://d'],
    ]),
  })
  expect(config.peer('coordination-office')).toBe('localhost:7444')
  expect(config.peer('finance')).toBeUndefined()
  expect(config.auditors).toEqual(['organisations/hn-sjt'])
  expect(config.admitsWorkSecrets).toBe(false)
})

test('work secrets pass where the one word says so, and what is misspelt stops the start', () => {
  expect(read({ ...complete, QIANTOU_WORK_SECRETS: 'approved' }).admitsWorkSecrets).toBe(true)
  expect(() => read({ ...complete, QIANTOU_WORK_SECRETS: 'yes' })).toThrow('QIANTOU_WORK_SECRETS: must be approved')
  expect(admitsWorkSecrets({})).toBe(false)
  expect(() => admitsWorkSecrets({ QIANTOU_WORK_SECRETS: 'Approved' })).toThrow('QIANTOU_WORK_SECRETS')
})

test('Kafka is talked to over mTLS where its three files are named', () => {
  const kafka = { ...complete, QIANTOU_LOG: 'kafka', QIANTOU_KAFKA_BROKERS: 'one:9092,two:9092' }
  expect(read(kafka).log).toEqual({ engine: 'kafka', brokers: ['one:9092', 'two:9092'], ssl: undefined })
  const secure = { QIANTOU_KAFKA_CA: ca, QIANTOU_KAFKA_CERT: otherCertificate, QIANTOU_KAFKA_KEY: otherKey }
  expect(read({ ...kafka, ...secure }).log).toMatchObject({
    ssl: { ca: authority.certificate, cert: other.certificate, key: other.key },
  })
  for (const forgotten of Object.keys(secure))
    expect(() => read({ ...kafka, ...secure, [forgotten]: undefined })).toThrow('QIANTOU_KAFKA_CA: goes with')
})

test('a service that keeps nothing needs no database', () => {
  expect(readConfig(certificates, { name: 'lead-agency', needsDatabase: false }).database('lead-agency')).toBe('')
})

test('a service that moves money needs a folder for the bank, and a key for account numbers', () => {
  const service = { name: 'lead-agency', needsDatabase: true, movesMoney: true }
  expect(() => readConfig(complete, service)).toThrow('QIANTOU_EXCHANGE: is not set\nQIANTOU_ACCOUNT_KEY: is not set')
  const set = { ...complete, QIANTOU_EXCHANGE: '/srv/exchange', QIANTOU_ACCOUNT_KEY: '/etc/account.key' }
  expect(readConfig(set, service).money('')).toEqual({ exchange: '/srv/exchange', accountKey: '/etc/account.key' })
})

describe('a service that keeps files', () => {
  const readObjects = (env: NodeJS.ProcessEnv) =>
    readConfig({ ...complete, ...env }, { name: 'lead-agency', needsDatabase: true, keepsObjects: true }).objects('')

  test('has them in a folder, and uploads beside them, apart from those of other instances', () => {
    const place = readObjects({ QIANTOU_OBJECTS: 'file:///srv/objects', QIANTOU_LISTEN: '127.0.0.1:7444' })
    expect(place).toEqual({
      location: 'file:///srv/objects',
      uploads: `/srv/objects/uploads/${hostname()}-127.0.0.1-7444`,
      limitBytes: 200_000_000,
      idleMilliseconds: 60_000,
    })
  })

  test('has them in a bucket, and uploads in a folder that is named', () => {
    const location = 's3://bucket/prefix?endpoint=https://s3.example'
    const set = { QIANTOU_OBJECTS: location, QIANTOU_UPLOADS: '/srv/uploads', QIANTOU_ATTACHMENT_LIMIT_MB: '0.5' }
    expect(readObjects(set)).toEqual({
      location,
      uploads: '/srv/uploads',
      limitBytes: 500_000,
      idleMilliseconds: 60_000,
    })
  })

  test.each([
    [{}, 'QIANTOU_OBJECTS: is not set'],
    [{ QIANTOU_OBJECTS: '/srv/objects' }, 'QIANTOU_OBJECTS: must be file:///FOLDER or s3://BUCKET'],
    [{ QIANTOU_OBJECTS: 'file://srv/objects' }, 'QIANTOU_OBJECTS: must be file:///FOLDER or s3://BUCKET'],
    [{ QIANTOU_OBJECTS: 's3:///prefix' }, 'QIANTOU_OBJECTS: must be file:///FOLDER or s3://BUCKET'],
    [{ QIANTOU_OBJECTS: 'http://bucket' }, 'QIANTOU_OBJECTS: must be file:///FOLDER or s3://BUCKET'],
    [{ QIANTOU_OBJECTS: 's3://bucket' }, 'QIANTOU_UPLOADS: is not set'],
    [
      { QIANTOU_OBJECTS: 'file:///a', QIANTOU_ATTACHMENT_LIMIT_MB: 'x' },
      'QIANTOU_ATTACHMENT_LIMIT_MB: must be a number',
    ],
  ])('is told what is wrong: %j', (env, message) => {
    expect(() => readObjects(env)).toThrow(message)
  })
})

describe('what is wrong is said by its name', () => {
  test.each([
    ['is not there', { QIANTOU_CA: undefined }, 'QIANTOU_CA: is not set'],
    ['is empty', { QIANTOU_KEY: '' }, 'QIANTOU_KEY: is not set'],
    ['names no database', { QIANTOU_DATABASE_URL: '' }, 'QIANTOU_DATABASE_URL: is not set'],
    ['is a log that we do not have', { QIANTOU_LOG: 'rabbit' }, 'QIANTOU_LOG: must be postgres or kafka'],
    ['names no brokers', { QIANTOU_LOG: 'kafka' }, 'QIANTOU_KAFKA_BROKERS: is not set'],
    ['is no pair', { QIANTOU_LOG_SOURCES: 'lead-agency' }, 'QIANTOU_LOG_SOURCES: must be name=value, by commas'],
    ['is a pair without a name', { QIANTOU_PEERS: '=localhost:7443' }, 'QIANTOU_PEERS: must be name=value, by commas'],
  ])('a variable that %s', (_, wrong, message) => {
    expect(() => read({ ...complete, ...wrong })).toThrow(new Error(message))
  })

  test('everything that is not set, at once', () => {
    const names = ['QIANTOU_CA', 'QIANTOU_CERT', 'QIANTOU_KEY', 'QIANTOU_DATABASE_URL']
    expect(() => read({})).toThrow(new Error(names.map((name) => `${name}: is not set`).join('\n')))
  })

  test.each([
    ['is not there', { QIANTOU_CERT: join(directory, 'no-such-file') }, "QIANTOU_CERT: can't be read (ENOENT"],
    ['is no certificate', { QIANTOU_CA: otherKey }, 'QIANTOU_CA: holds no certificate in PEM'],
    ['is no key', { QIANTOU_KEY: ca }, 'QIANTOU_KEY: holds no private key in PEM'],
    ["is another's key", { QIANTOU_KEY: otherKey }, 'QIANTOU_KEY: is not the key of the certificate in QIANTOU_CERT'],
    [
      "is another service's certificate",
      { QIANTOU_CERT: otherCertificate, QIANTOU_KEY: otherKey },
      'QIANTOU_CERT: names services/event-log, but this is services/lead-agency',
    ],
    [
      "is an organisation's certificate",
      { QIANTOU_CERT: file('o.crt', body.certificate), QIANTOU_KEY: file('o.key', body.key) },
      'QIANTOU_CERT: names organisations/lead-agency, but this is services/lead-agency',
    ],
    [
      'names nobody',
      { QIANTOU_CERT: ca, QIANTOU_KEY: file('ca.key', authority.key) },
      'QIANTOU_CERT: names nobody, but this is services/lead-agency',
    ],
  ])('a file that %s', (_, wrong, message) => {
    expect(() => read({ ...complete, ...wrong })).toThrow(message)
  })
})
