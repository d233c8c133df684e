import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const directory = mkdtempSync(join(tmpdir(), 'qiantou-config-'))
afterAll(() => rmSync(directory, { recursive: true }))
const file = (name: string): string => {
  writeFileSync(join(directory, name), `PEM of ${name}`)
  return join(directory, name)
}
const certificates = { QIANTOU_CA: file('ca.crt'), QIANTOU_CERT: file('own.crt'), QIANTOU_KEY: file('own.key') }

test('what is set is read, what is not has its default', () => {
  const config = readConfig({
    ...certificates,
    QIANTOU_LOG_SOURCES: 'lead-agency=postgres://a?b=c,finance=postgres://d',
    QIANTOU_PEERS: 'coordination-office=localhost:7444',
    QIANTOU_AUDITORS: 'organisations/hn-sjt',
  })
  expect(config.listen).toBe('0.0.0.0:7443')
  expect(config.tls).toEqual({ ca: 'PEM of ca.crt', cert: 'PEM of own.crt', key: 'PEM of own.key' })
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
})

test('Kafka is talked to over mTLS where its three files are named', () => {
  const kafka = { ...certificates, QIANTOU_LOG: 'kafka', QIANTOU_KAFKA_BROKERS: 'one:9092,two:9092' }
  expect(readConfig(kafka).log).toEqual({ engine: 'kafka', brokers: ['one:9092', 'two:9092'], ssl: undefined })
  const secure = { QIANTOU_KAFKA_CA: file('k.ca'), QIANTOU_KAFKA_CERT: file('k.crt'), QIANTOU_KAFKA_KEY: file('k.key') }
  expect(readConfig({ ...kafka, ...secure }).log).toMatchObject({
    ssl: { ca: 'PEM of k.ca', cert: 'PEM of k.crt', key: 'PEM of k.key' },
  })
  for (const forgotten of Object.keys(secure))
    expect(() => readConfig({ ...kafka, ...secure, [forgotten]: undefined })).toThrow('QIANTOU_KAFKA_CA: goes with')
})

test.each([
  ['QIANTOU_CA', { QIANTOU_CA: undefined }],
  ['QIANTOU_KEY', { QIANTOU_KEY: undefined }],
  ['QIANTOU_LOG', { QIANTOU_LOG: 'rabbit' }],
  ['QIANTOU_KAFKA_BROKERS', { QIANTOU_LOG: 'kafka' }],
  ['QIANTOU_LOG_SOURCES', { QIANTOU_LOG_SOURCES: 'lead-agency' }],
  ['QIANTOU_PEERS', { QIANTOU_PEERS: '=localhost:7443' }],
  ['no-such-file', { QIANTOU_CERT: join(directory, 'no-such-file') }],
])('what is wrong with %s is said by its name', (name, wrong) => {
  expect(() => readConfig({ ...certificates, ...wrong })).toThrow(name)
})
