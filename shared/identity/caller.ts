import { X509Certificate } from 'node:crypto'
import type { PeerCertificate } from 'node:tls'
import type { Reader } from '#shared/domain/entitlement.ts'

/** Who a certificate names (SPIFFE-ID §2: the one URI SAN). */
export type Caller = Reader

const spiffe = /^URI:spiffe:\/\/[a-z0-9.-]{1,253}\/(organisation|service)\/([a-z0-9][a-z0-9-]{0,62})$/

/**
 * The caller that a verified client certificate names: `spiffe://<trust-domain>/organisation/<code>` or
 * `/service/<name>`; undefined where it names none, or more than one.
 */
export function callerOf(subjectAltName: string | undefined, auditors: ReadonlySet<string>): Caller | undefined {
  const uris = (subjectAltName ?? '').split(', ').filter((name) => name.startsWith('URI:'))
  const match = uris.length === 1 ? uris[0]?.match(spiffe) : undefined
  if (!match) return undefined
  const [, kind, code] = match
  if (kind === 'service') return { actor: `services/${code}`, role: 'service' }
  const actor = `organisations/${code}`
  return { actor, role: auditors.has(actor) ? 'auditor' : 'organisation' }
}

/** Remembers who a connection's certificate names: a connection carries thousands of calls. */
export class Callers {
  private readonly known = new WeakMap<PeerCertificate, Caller | undefined>()
  private readonly auditors: ReadonlySet<string>

  constructor(auditors: readonly string[]) {
    this.auditors = new Set(auditors)
  }

  of(certificate: PeerCertificate | undefined): Caller | undefined {
    if (!certificate) return undefined
    if (!this.known.has(certificate)) this.known.set(certificate, callerOf(certificate.subjectaltname, this.auditors))
    return this.known.get(certificate)
  }
}

/** The caller that a certificate in PEM form names: whom a client's own certificate stands for. */
export const callerOfPem = (pem: string): Caller | undefined =>
  callerOf(new X509Certificate(pem).subjectAltName, new Set())
