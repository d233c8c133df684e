/** What the comments of a classification promise of its fields. */
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { Fields } from '#shared/grpc/fields.ts'

export function checkClassification(path: string, classification: Classification | undefined, fields: Fields): void {
  if (!classification) return fields.require(path, false, 'is required')
  const { nature, functionCode, economicCode } = classification
  fields.known(`${path}.nature`, nature)
  fields.require(`${path}.function_code`, /^\d{3}(\d\d){0,2}$/.test(functionCode), 'must be 3, 5 or 7 digits')
  fields.require(`${path}.economic_code`, /^\d{3}(\d\d)?$/.test(economicCode), 'must be 3 or 5 digits')
}
