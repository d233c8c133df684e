import { X509Certificate } from 'node:crypto'
import type { PeerCertificate } from 'node:tls'
import type { Reader } from '#shared/domain/entitlement.ts'

/** Who a certificate names (SPIFFE-ID §2: the one URI SAN). */
export type Caller = Reader

const spiffe = /^URI:spiffe:\/\/([a-z0-9.-]{1,253})\/(organisation|service)\/([a-z0-9][a-z0-9-]{0,62})$/

/**
 * The caller that a verified client certificate names: `spiffe://<trust-domain>/organisation/<code>` or
 * `/service/<name>`; undefined where it names none, more than one, or one of another trust domain than ours: an authority
 * may sign for several, in which the same code is somebody else (SPIFFE §2.1).
 */
export function callerOf(
  subjectAltName: string | undefined,
  auditors: ReadonlySet<string>,
  ours?: string,
): Caller | undefined {
  const uris = (subjectAltName ?? '').split(', ').filter((name) => name.startsWith('URI:'))
  const match = uris.length === 1 ? uris[0]?.match(spiffe) : undefined
  if (!match) return undefined
  const [, trustDomain, kind, code] = match
  if (ours !== undefined && trustDomain !== ours) return undefined
  if (kind === 'service') return { actor: `services/${code}`, role: 'service' }
  const actor = `organisations/${code}`
  return { actor, role: auditors.has(actor) ? 'auditor' : 'organisation' }
}

/** Remembers who a connection's certificate names: a connection carries thousands of calls. */
export class Callers {
  private readonly known = new WeakMap<PeerCertificate, Caller | undefined>()
  private readonly auditors: ReadonlySet<string>
  private readonly trustDomain: string

  constructor(auditors: readonly string[], trustDomain: string) {
    this.auditors = new Set(auditors)
    this.trustDomain = trustDomain
  }

  of(certificate: PeerCertificate | undefined): Caller | undefined {
    if (!certificate) return undefined
    if (!this.known.has(certificate))
      this.known.set(certificate, callerOf(certificate.subjectaltname, this.auditors, this.trustDomain))
    return this.known.get(certificate)
  }
}

/** The caller that a certificate in PEM form names: whom a client's own certificate stands for. */
export const callerOfPem = (pem: string): Caller | undefined =>
  callerOf(new X509Certificate(pem).subjectAltName, new Set())

/** The trust domain of a certificate in PEM form. @throws where it names nobody: then it can't say whom to trust. */
export function trustDomainOfPem(pem: string): string {
  const { subjectAltName = '' } = new X509Certificate(pem)
  const uri = subjectAltName.split(', ').find((name) => spiffe.test(name))
  const [, trustDomain] = uri?.match(spiffe) ?? []
  if (!trustDomain) throw new Error('the certificate of the server names no service in a trust domain')
  return trustDomain
}
