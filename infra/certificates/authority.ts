import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { readIfThere } from '#infra/file.ts'
import {
  assertIdentity,
  commonNameOf,
  DEVELOPMENT_TRUST_DOMAIN,
  dnsNamesOf,
  type Identity,
  spiffeId,
} from './identity.ts'
import { createPem, replacePem } from './pem-file.ts'
import { generateKey, type Signer, signAuthority, signIdentity, type Validity } from './signature.ts'

const DAY_MS = 24 * 60 * 60 * 1000
// Tests move the clock across a decade; their certificates must outlive it.
const LIFETIME_MS = 20 * 365.25 * DAY_MS
const RENEWAL_MS = 7 * DAY_MS
// Machines disagree about now, and a certificate from the future is refused.
const BACKDATING_MS = DAY_MS

/** A certificate authority held in memory: PEM certificate, PEM PKCS#8 key and the trust domain it vouches for. */
export type Authority = Signer

/** What one side of mTLS needs, all PEM: its certificate, its PKCS#8 key, and the authority that it trusts. */
export type Credentials = {
  readonly certificate: string
  readonly key: string
  readonly authority: string
}

/** The certificates of a directory. */
export type Certificates = {
  /** PEM certificate of the authority. */
  readonly authority: string
  /** Credentials of an identity that `ensureCertificates` was asked for; throws for another. */
  of(identity: Pick<Identity, 'kind' | 'code'>): Credentials
}

/** Where the certificate and key of an identity lie. */
export function certificatePaths(directory: string, identity: Pick<Identity, 'kind' | 'code'>) {
  const stem = join(directory, identity.kind, identity.code)
  return { certificate: `${stem}.crt`, key: `${stem}.key` }
}

/** An authority of its own, in memory. */
export async function createAuthority(options: Partial<Validity> & { trustDomain?: string } = {}): Promise<Authority> {
  const trustDomain = options.trustDomain ?? DEVELOPMENT_TRUST_DOMAIN
  const key = await generateKey()
  return { certificate: await signAuthority(key, trustDomain, validity(new Date(), options)), key, trustDomain }
}

/** Credentials for an identity with a fresh key, in memory; valid from yesterday for 20 years unless said otherwise. */
export async function issueCertificate(
  options: Partial<Validity> & { authority: Authority; identity: Identity; trustDomain?: string },
): Promise<Credentials> {
  const { authority, identity, trustDomain } = options
  assertIdentity(identity)
  const key = await generateKey()
  const certificate = await signIdentity(authority, identity, key, validity(new Date(), options), trustDomain)
  return { certificate, key, authority: authority.certificate }
}

/**
 * Makes sure that `directory` holds an authority (`ca.crt`, `ca.key`) and, for each identity, a certificate and a key
 * (`<kind>/<code>.crt`, `.key`), and returns them. What is there and good is kept; what is missing, damaged, expired
 * or about to expire (within 7 days), or says something else than asked, is made anew.
 *
 * Keys are created once and certificates follow from them, so an interrupted call is completed by the next, and two
 * processes at once come to the same keys.
 */
export async function ensureCertificates(
  directory: string,
  identities: readonly Identity[],
  options: { trustDomain?: string; now?: Date } = {},
): Promise<Certificates> {
  identities.forEach(assertIdentity)
  const now = options.now ?? new Date()
  const authority = await ensureAuthority(directory, options.trustDomain ?? DEVELOPMENT_TRUST_DOMAIN, now)
  const entries = await Promise.all(
    identities.map(async (identity) => {
      const credentials = await ensureCredentials(directory, authority, identity, now)
      return [spiffeId(identity, authority.trustDomain), credentials] as const
    }),
  )
  const byId = new Map(entries)
  return {
    authority: authority.certificate,
    of(identity) {
      const credentials = byId.get(spiffeId(identity, authority.trustDomain))
      if (credentials === undefined) throw new Error(`no certificate was asked for ${identity.kind} ${identity.code}`)
      return credentials
    },
  }
}

async function ensureAuthority(directory: string, trustDomain: string, now: Date): Promise<Authority> {
  const key = await ensureKey(join(directory, 'ca.key'))
  const path = join(directory, 'ca.crt')
  const found = await readIfThere(path)
  if (found !== undefined && isGoodAuthority(found, key, trustDomain, now))
    return { certificate: found, key, trustDomain }
  const certificate = await signAuthority(key, trustDomain, validity(now))
  await replacePem(path, certificate, 0o644)
  return { certificate, key, trustDomain }
}

async function ensureCredentials(
  directory: string,
  authority: Authority,
  identity: Identity,
  now: Date,
): Promise<Credentials> {
  const paths = certificatePaths(directory, identity)
  const [key, found] = await Promise.all([ensureKey(paths.key), readIfThere(paths.certificate)])
  if (found !== undefined && isGoodCertificate(found, key, authority, identity, now)) {
    return { certificate: found, key, authority: authority.certificate }
  }
  const certificate = await signIdentity(authority, identity, key, validity(now))
  await replacePem(paths.certificate, certificate, 0o644)
  return { certificate, key, authority: authority.certificate }
}

/** The key in the file; a fresh one where there is none or it cannot be read as a key. */
async function ensureKey(path: string): Promise<string> {
  const found = await readIfThere(path)
  if (found !== undefined && isKey(found)) return found
  const fresh = await generateKey()
  if (found !== undefined) await replacePem(path, fresh, 0o600)
  else if (await createPem(path, fresh, 0o600)) return fresh
  // Another process may have been first: what lies there counts.
  return (await readIfThere(path)) ?? fresh
}

function isGoodAuthority(pem: string, key: string, trustDomain: string, now: Date): boolean {
  const certificate = parse(pem)
  return (
    certificate?.ca === true &&
    certificate.subject.endsWith(` ${trustDomain}`) &&
    certificate.checkPrivateKey(createPrivateKey(key)) &&
    isFresh(certificate, now)
  )
}

function isGoodCertificate(pem: string, key: string, authority: Authority, identity: Identity, now: Date): boolean {
  const certificate = parse(pem)
  if (certificate === undefined) return false
  const names = certificate.subjectAltName?.split(', ') ?? []
  const wanted = [
    `URI:${spiffeId(identity, authority.trustDomain)}`,
    ...dnsNamesOf(identity).map((dnsName) => `DNS:${dnsName}`),
  ]
  return (
    wanted.every((name) => names.includes(name)) &&
    certificate.subject.split('\n').at(-1) === `CN=${commonNameOf(identity)}` &&
    isFresh(certificate, now) &&
    certificate.checkPrivateKey(createPrivateKey(key)) &&
    certificate.checkIssued(new X509Certificate(authority.certificate)) &&
    certificate.verify(createPublicKey(authority.key))
  )
}

function isFresh(certificate: X509Certificate, now: Date): boolean {
  return certificate.validFromDate <= now && certificate.validToDate.getTime() - now.getTime() > RENEWAL_MS
}

function isKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

function validity(now: Date, asked: Partial<Validity> = {}): Validity {
  return {
    notBefore: asked.notBefore ?? new Date(now.getTime() - BACKDATING_MS),
    notAfter: asked.notAfter ?? new Date(now.getTime() + LIFETIME_MS),
  }
}
