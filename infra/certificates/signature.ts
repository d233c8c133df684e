import { createPrivateKey, createPublicKey, generateKeyPair, webcrypto } from 'node:crypto'
import { promisify } from 'node:util'
import { addressesOf, commonNameOf, dnsNamesOf, type Identity, spiffeId } from './identity.ts'

const generate = promisify(generateKeyPair)

/** Who signs: the PEM certificate and key of a certificate authority. */
export type Signer = {
  readonly certificate: string
  readonly key: string
  readonly trustDomain: string
}

/** From when to when a certificate is good. */
export type Validity = {
  readonly notBefore: Date
  readonly notAfter: Date
}

/** A fresh EC P-256 private key, PKCS#8 PEM. */
export async function generateKey(): Promise<string> {
  const { privateKey } = await generate('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** A certificate by which `key` says that it is an authority. PEM. */
export async function signAuthority(key: string, trustDomain: string, validity: Validity): Promise<string> {
  const x509 = await loadX509()
  const publicKey = publicKeyDer(key)
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: authorityName(trustDomain),
    issuer: authorityName(trustDomain),
    publicKey,
    signingKey: await signingKey(key),
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  })
  return pem(certificate)
}

/** A certificate in which `signer` says that `key` speaks for `identity`, of its own trust domain unless told. PEM. */
export async function signIdentity(
  signer: Signer,
  identity: Identity,
  key: string,
  validity: Validity,
  trustDomain = signer.trustDomain,
): Promise<string> {
  const x509 = await loadX509()
  const publicKey = publicKeyDer(key)
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: subjectOf(identity),
    issuer: authorityName(signer.trustDomain),
    publicKey,
    signingKey: await signingKey(signer.key),
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(
        identity.kind === 'service'
          ? [x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]
          : [x509.ExtendedKeyUsage.clientAuth],
      ),
      new x509.SubjectAlternativeNameExtension([
        { type: 'url', value: spiffeId(identity, trustDomain) },
        ...dnsNamesOf(identity).map((value) => ({ type: 'dns' as const, value })),
        ...addressesOf(identity).map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      // By key alone, not by serial: the authority's own certificate can be made anew from its key.
      await x509.AuthorityKeyIdentifierExtension.create(publicKeyDer(signer.key)),
    ],
  })
  return pem(certificate)
}

const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const

// Kafka makes a principal of a subject that is a CN and nothing else. An organisation may be called like a service
// (finance is both), so its subject says that it is none.
function subjectOf(identity: Identity) {
  const name = { CN: [commonNameOf(identity)] }
  return identity.kind === 'organisation' ? [{ OU: ['organisation'] }, name] : [name]
}

function authorityName(trustDomain: string) {
  return [{ CN: [`Qiantou development authority ${trustDomain}`] }]
}

// Loaded on the first signature only: a start that finds its certificates in place saves 0.1 s.
async function loadX509() {
  await import('reflect-metadata')
  return await import('@peculiar/x509')
}

function publicKeyDer(key: string): Buffer<ArrayBuffer> {
  return Buffer.from(createPublicKey(key).export({ type: 'spki', format: 'der' }))
}

async function signingKey(key: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' })
  return webcrypto.subtle.importKey('pkcs8', Buffer.from(der), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
}

function pem(certificate: { toString(format: 'pem'): string }): string {
  return `${certificate.toString('pem').trimEnd()}\n`
}
