import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import kafkajs, { type AclEntry } from 'kafkajs'
import { type Credentials, ensureCertificates } from '#infra/certificates/authority.ts'

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Kafka, ResourcePatternTypes, logLevel } = kafkajs

/** What a principal (the common name of its certificate, the service's name) may do. Whatever is not granted is denied. */
export type Grant = {
  readonly principal: string
  readonly resource: 'topic' | 'group'
  /** The resource's name; with `prefixed` the beginning of it. */
  readonly name: string
  readonly prefixed?: boolean
  /** `read` and `write` include describing the resource; an idempotent producer needs `write` and no more. */
  readonly operations: readonly ('read' | 'write' | 'create' | 'delete')[]
}

/** Makes a broker talk mTLS only, with the certificates of a directory of ours. */
export type BrokerTls = {
  /** A directory of `ensureCertificates`; the broker's own certificates are added to it. */
  readonly certificates: string
  readonly grants: readonly Grant[]
}

/** The broker's side of mTLS: server.properties entries, and credentials that may do everything. */
export type BrokerAccess = {
  readonly properties: Readonly<Record<string, string>>
  readonly admin: Credentials
}

// The common names are those of `super.users` below.
const BROKER = { kind: 'service', code: 'kafka', commonName: 'broker' } as const
const ADMIN = { kind: 'service', code: 'kafka-admin', commonName: 'admin' } as const

/** Makes the broker's certificates, and of them a PEM key store in `home`. */
export async function prepareAccess(home: string, directory: string): Promise<BrokerAccess> {
  const certificates = await ensureCertificates(directory, [BROKER, ADMIN])
  const { key, certificate } = certificates.of(BROKER)
  const keyStore = join(home, 'broker.pem')
  const trustStore = join(home, 'authority.pem')
  await writeFile(keyStore, `${key}${certificate}`, { mode: 0o600 })
  await writeFile(trustStore, certificates.authority)
  return {
    admin: certificates.of(ADMIN),
    properties: {
      'ssl.client.auth': 'required',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': keyStore,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': trustStore,
      // A subject that is a CN and nothing else is a service's. An organisation's has more to it, stays the whole
      // name, and so never passes for a service that is called like it.
      'ssl.principal.mapping.rules': 'RULE:^CN=([^,]+)$/$1/,DEFAULT',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'allow.everyone.if.no.acl.found': 'false',
      'super.users': 'User:broker;User:admin',
    },
  }
}

/** Tells a running broker what is granted. Grants given before stay. */
export async function grantAccess(brokers: readonly string[], admin: Credentials, grants: readonly Grant[]) {
  if (grants.length === 0) return
  const client = new Kafka({
    clientId: 'qiantou-grants',
    brokers: [...brokers],
    ssl: { cert: admin.certificate, key: admin.key, ca: admin.authority },
    logLevel: logLevel.NOTHING,
  }).admin()
  await client.connect()
  try {
    await client.createAcls({ acl: grants.flatMap(aclEntries) })
  } finally {
    await client.disconnect()
  }
}

function aclEntries(grant: Grant): AclEntry[] {
  return grant.operations.map((operation) => ({
    principal: `User:${grant.principal}`,
    host: '*',
    resourceType: { topic: AclResourceTypes.TOPIC, group: AclResourceTypes.GROUP }[grant.resource],
    resourceName: grant.name,
    resourcePatternType: grant.prefixed === true ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    operation: {
      read: AclOperationTypes.READ,
      write: AclOperationTypes.WRITE,
      create: AclOperationTypes.CREATE,
      delete: AclOperationTypes.DELETE,
    }[operation],
    permissionType: AclPermissionTypes.ALLOW,
  }))
}
