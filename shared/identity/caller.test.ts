import { describe, expect, test } from 'vitest'
import { createAuthority, issueCertificate } from '#infra/certificates/authority.ts'
import { Callers, callerOf, callerOfPem, trustDomainOfPem } from './caller.ts'

const nobody: ReadonlySet<string> = new Set()
const uri = 'URI:spiffe://qiantou.local/organisation/hn-kjt'

describe('a certificate names', () => {
  test('an organisation', () => {
    expect(callerOf(uri, nobody)).toEqual({ actor: 'organisations/hn-kjt', role: 'organisation' })
  })

  test('a service, whatever other names it answers to', () => {
    const names = 'DNS:localhost, DNS:finance, IP Address:127.0.0.1, URI:spiffe://gov.hn/service/finance'
    expect(callerOf(names, nobody)).toEqual({ actor: 'services/finance', role: 'service' })
  })

  test('an auditor, where the operator says so', () => {
    expect(callerOf(uri, new Set(['organisations/hn-kjt']))).toEqual({ actor: 'organisations/hn-kjt', role: 'auditor' })
  })

  test('itself, in PEM', async () => {
    const authority = await createAuthority()
    const { certificate } = await issueCertificate({ authority, identity: { kind: 'service', code: 'event-log' } })
    expect(callerOfPem(certificate)).toEqual({ actor: 'services/event-log', role: 'service' })
    expect(trustDomainOfPem(certificate)).toBe('qiantou.local')
  })
})

describe('a certificate names nobody', () => {
  test('to whom it is of another trust domain', () => {
    expect(callerOf(uri, nobody, 'qiantou.local')).toBeDefined()
    for (const other of ['qiantou.example', 'local', 'a.qiantou.local', ''])
      expect(callerOf(uri, nobody, other)).toBeUndefined()
  })

  test.each([
    ['without a URI', 'DNS:localhost'],
    ['without any name', undefined],
    ['with two URIs', `${uri}, URI:spiffe://qiantou.local/service/finance`],
    ['with the same URI twice', `${uri}, ${uri}`],
    ['of another scheme', 'URI:https://qiantou.local/organisation/hn-kjt'],
    ['of another kind', 'URI:spiffe://qiantou.local/person/hn-kjt'],
    ['with a path below', `${uri}/officer`],
    ['with a query', `${uri}?role=auditor`],
    ['with a fragment', `${uri}#a`],
    ['without a code', 'URI:spiffe://qiantou.local/organisation/'],
    ['without a trust domain', 'URI:spiffe:///organisation/hn-kjt'],
    ['with a user', 'URI:spiffe://root@qiantou.local/organisation/hn-kjt'],
    ['in capitals', 'URI:spiffe://qiantou.local/organisation/HN-KJT'],
    ['with a code that steps up', 'URI:spiffe://qiantou.local/organisation/..'],
    ['with an escaped character', 'URI:spiffe://qiantou.local/organisation/hn%2Dkjt'],
    // Node quotes a name that holds a comma (CVE-2021-44532): it must not read as two.
    ['hidden in a DNS name', 'DNS:"x, URI:spiffe://qiantou.local/organisation/hn-kjt"'],
    ['hidden in a quoted URI', 'URI:"spiffe://qiantou.local/organisation/hn-kjt, URI:spiffe://a/service/b"'],
    ['in a longer code', `URI:spiffe://qiantou.local/organisation/${'a'.repeat(64)}`],
    ['with a line break', `${uri}\n`],
  ])('%s', (_, names) => {
    expect(callerOf(names, nobody)).toBeUndefined()
  })
})

test('who a connection is, is read off its certificate once', () => {
  const callers = new Callers([], 'qiantou.local')
  let reads = 0
  const certificate = {
    get subjectaltname() {
      reads += 1
      return uri
    },
  }
  for (let i = 0; i < 3; i += 1) expect(callers.of(certificate as never)?.actor).toBe('organisations/hn-kjt')
  expect(reads).toBe(1)
  expect(callers.of(undefined)).toBeUndefined()
})
