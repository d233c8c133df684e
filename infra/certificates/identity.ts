/** Who a certificate speaks for. */
export type Identity = {
  readonly kind: 'organisation' | 'service'
  /** Organisation code or service name: letters, digits, `.`, `_`, `~`, `-`; 1 to 63 characters. */
  readonly code: string
  /** The subject's CN where something reads it (Kafka makes its principal of it); the code otherwise. */
  readonly commonName?: string
}

/** The trust domain of development certificates. */
export const DEVELOPMENT_TRUST_DOMAIN = 'qiantou.local'

// The code becomes a path of the URI (SPIFFE ID §2.2 allows only these), a file name, a DNS label and a
// CN (64 characters at most, RFC 5280 ub-common-name): refused here rather than escaped in four ways.
const CODE_PATTERN = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,62}$/
const COMMON_NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$/

/** Throws where a code or common name cannot stand in a certificate or a file name. */
export function assertIdentity(identity: Identity): void {
  if (!CODE_PATTERN.test(identity.code)) {
    throw new TypeError(`${identity.kind} code ${JSON.stringify(identity.code)} cannot stand in a certificate`)
  }
  if (identity.commonName !== undefined && !COMMON_NAME_PATTERN.test(identity.commonName)) {
    throw new TypeError(`common name ${JSON.stringify(identity.commonName)} cannot stand in a certificate`)
  }
}

/** The SPIFFE ID of an identity: `spiffe://<trust-domain>/<kind>/<code>`. */
export function spiffeId(identity: Identity, trustDomain: string): string {
  return `spiffe://${trustDomain}/${identity.kind}/${identity.code}`
}

/** The subject's common name. */
export function commonNameOf(identity: Identity): string {
  return identity.commonName ?? identity.code
}

/** Host names a service answers to: its own name, and localhost for the embedded start. Organisations serve nothing. */
export function dnsNamesOf(identity: Identity): readonly string[] {
  return identity.kind === 'service' ? ['localhost', identity.code] : []
}

/** Addresses a service answers to on one machine. */
export function addressesOf(identity: Identity): readonly string[] {
  return identity.kind === 'service' ? ['127.0.0.1', '::1'] : []
}
