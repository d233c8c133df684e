/** What the comments of shares, targets and letters promise of their fields. */
import type { Share, Target } from '#proto/qiantou/allocation/v1/allocation.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'
import { checkClassification } from './classification.ts'

function checkTarget(path: string, { kind, indicator, comparison, value, unit }: Target, fields: Fields): void {
  fields.known(`${path}.kind`, kind)
  fields.text(`${path}.indicator`, indicator, 1, 100)
  fields.known(`${path}.comparison`, comparison)
  const isDecimal = /^(0|[1-9]\d{0,11})(\.\d{1,4})?$/.test(value)
  fields.require(`${path}.value`, isDecimal, 'must be a number of up to 12 digits and 4 decimal places')
  fields.text(`${path}.unit`, unit, 0, 20)
}

export function checkShare(path: string, share: Share | undefined, fields: Fields): void {
  if (!share) return fields.require(path, false, 'is required')
  const { recipient, holding, fen, classification, targets } = share
  fields.name(`${path}.recipient`, recipient, 'organisation')
  fields.known(`${path}.holding`, holding)
  fields.fen(`${path}.fen`, fen, 1n)
  checkClassification(`${path}.classification`, classification, fields)
  fields.count(`${path}.targets`, targets.length, 1, 20)
  for (const [i, one] of targets.slice(0, 20).entries()) checkTarget(`${path}.targets[${i}]`, one, fields)
}

/** A record holds 60 KiB: so many shares and targets fit, however long they are. */
export function checkShares(shares: readonly Share[], fields: Fields): void {
  fields.count('shares', shares.length, 1, 20)
  for (const [i, one] of shares.slice(0, 20).entries()) checkShare(`shares[${i}]`, one, fields)
  const targets = shares.reduce((all, one) => all + one.targets.length, 0)
  fields.require('shares', targets <= 60, `must have at most 60 targets in all, has ${targets}`)
  const keys = shares.map(({ recipient, classification: { nature, functionCode, economicCode } = {} }) =>
    [recipient, nature, functionCode, economicCode].join(' '),
  )
  const isEachOnce = new Set(keys).size === keys.length
  fields.require('shares', isEachOnce, 'must name each body once for a classification')
}

export const checkDocument = (document: string, fields: Fields): void =>
  fields.text('document', document, 1, limits.title)
