/** What is asked of a measure before it is entered or tried: that its figures can be paid. */
import {
  type CallContent,
  type CallTerms,
  type Ceiling,
  type MeasureContent,
  type ProcedureStep,
  procedureStepToNumber,
  type Terms,
} from '#proto/qiantou/measure/v1/measure.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import { type Fields, limits } from './fields.ts'

function checkCeiling(path: string, { scope, fen, year }: Ceiling, fields: Fields): void {
  fields.known(`${path}.scope`, scope)
  fields.fen(`${path}.fen`, fen, 1n)
  fields.year(`${path}.year`, year, { orNone: true })
}

function checkTerms(path: string, { applicantClass, rate, sum, ceilings }: Terms, basis: string, fields: Fields): void {
  if (applicantClass) fields.id(`${path}.applicant_class`, applicantClass)
  const isSum = basis === 'BASIS_SUM'
  fields.require(
    `${path}.rate`,
    (rate !== undefined) === !isSum,
    'must be there where the basis is no sum, and only there',
  )
  fields.require(`${path}.sum`, (sum !== undefined) === isSum, 'must be there where the basis is a sum, and only there')
  if (rate) {
    fields.require(
      `${path}.rate.basis_points`,
      rate.basisPoints >= 1 && rate.basisPoints <= 10_000,
      'must be 1 to 10000 hundredths of a percent: not over 100%',
    )
    fields.known(`${path}.rate.kind`, rate.kind)
  }
  if (sum) {
    fields.fen(`${path}.sum.fen`, sum.fen, 1n)
    fields.known(`${path}.sum.kind`, sum.kind)
  }
  fields.count(`${path}.ceilings`, ceilings.length, 0, 10)
  for (const [i, ceiling] of ceilings.slice(0, 10).entries()) checkCeiling(`${path}.ceilings[${i}]`, ceiling, fields)
  const scopes = new Set(ceilings.map(({ scope, year }) => `${scope} ${year}`))
  fields.require(`${path}.ceilings`, scopes.size === ceilings.length, 'must differ in scope or year')
}

function checkPool({ pool, poolRule }: MeasureContent, fields: Fields): void {
  fields.count('content.pool', pool.length, 0, 20)
  for (const [i, { year, fen }] of pool.slice(0, 20).entries()) {
    fields.year(`content.pool[${i}].year`, year)
    fields.fen(`content.pool[${i}].fen`, fen, 1n)
  }
  const years = new Set(pool.map(({ year }) => year))
  fields.require('content.pool', years.size === pool.length, 'must name each year once')
  if (pool.length) fields.known('content.pool_rule', poolRule)
}

function checkStacking({ stacking, stackingGroup }: MeasureContent, fields: Fields): void {
  fields.known('content.stacking', stacking)
  if (stacking === 'STACKING_HIGHEST') return fields.id('content.stacking_group', stackingGroup)
  fields.require('content.stacking_group', stackingGroup === '', 'must be empty unless the highest applies')
}

/** Nobody is awarded anything without being admitted and approved, nor for an investment that no expert has approved. */
function checkProcedure({ procedure, basis }: MeasureContent, fields: Fields): void {
  if (procedure.length === 0) return
  fields.count('content.procedure', procedure.length, 0, 20)
  for (const [i, step] of procedure.slice(0, 20).entries()) fields.known(`content.procedure[${i}]`, step)
  const numbers = procedure.map((step) => procedureStepToNumber(step))
  const isOrdered = numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0))
  fields.require('content.procedure', isOrdered, 'must name each step once, in the order in which they come')
  const needed: readonly ProcedureStep[] = [
    ...(['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_APPROVAL'] as const),
    ...(basis === 'BASIS_APPROVED_INVESTMENT' ? (['PROCEDURE_STEP_EXPERT_REVIEW'] as const) : []),
  ]
  for (const step of needed) fields.require('content.procedure', procedure.includes(step), `must have ${step}`)
}

/** What a measure's comments promise of its fields, `content.` before each. */
export function checkMeasure(content: MeasureContent, fields: Fields): void {
  const { clause, title, validFrom, validUntil, basis, terms, organisations, findings } = content
  fields.name('content.clause', clause, 'clause')
  fields.text('content.title', title, 1, limits.title)
  fields.date('content.valid_from', validFrom)
  fields.date('content.valid_until', validUntil)
  const isOrdered = !validFrom || !validUntil || dayFrom(validFrom) <= dayFrom(validUntil)
  fields.require('content.valid_until', isOrdered, 'must not lie before the first day')
  fields.known('content.basis', basis)
  fields.count('content.terms', terms.length, basis === 'BASIS_DECISION' ? 0 : 1, basis === 'BASIS_DECISION' ? 0 : 20)
  for (const [i, one] of terms.slice(0, 20).entries()) checkTerms(`content.terms[${i}]`, one, basis, fields)
  const classes = new Set(terms.map(({ applicantClass }) => applicantClass))
  fields.require('content.terms', classes.size === terms.length, 'must name each class once')
  fields.require('content.instalments', content.instalments <= 20, 'must be 0 to 20 years')
  checkStacking(content, fields)
  const { roundingFen } = content
  fields.require('content.rounding_fen', roundingFen >= 0n && roundingFen <= 100_000_000n, 'must be 0 to 100000000 fen')
  fields.known('content.payee', content.payee)
  checkPool(content, fields)
  checkCeilings(content, fields)
  if (content.poolId) fields.id('content.pool_id', content.poolId)
  checkProcedure(content, fields)
  fields.organisations('content.organisations', organisations, 50)
  fields.count('content.findings', findings.length, 0, 20)
  for (const [i, finding] of findings.slice(0, 20).entries()) fields.prose(`content.findings[${i}]`, finding, 1, 1_000)
}

/** A ceiling that no year's pool reaches stands for nothing. */
function checkCeilings({ terms, pool }: MeasureContent, fields: Fields): void {
  for (const [i, { ceilings }] of terms.entries())
    for (const [j, { fen, year }] of ceilings.entries()) {
      const years = pool.filter((one) => year === 0 || one.year === year)
      const isReached = years.length === 0 || years.some((one) => one.fen >= fen)
      fields.require(
        `content.terms[${i}].ceilings[${j}].fen`,
        isReached,
        'must not be more than the pool has in any year',
      )
    }
}

function checkCallTerms(
  path: string,
  { applicantClass, basisPoints, sumFen, ceilings }: CallTerms,
  fields: Fields,
): void {
  if (applicantClass) fields.id(`${path}.applicant_class`, applicantClass)
  const isOne = (basisPoints === 0) !== (sumFen === 0n)
  fields.require(`${path}.basis_points`, isOne, 'must be there where sum_fen is not, and only there')
  fields.require(
    `${path}.basis_points`,
    basisPoints <= 10_000,
    'must be 1 to 10000 hundredths of a percent: not over 100%',
  )
  if (sumFen !== 0n) fields.fen(`${path}.sum_fen`, sumFen, 1n)
  fields.count(`${path}.ceilings`, ceilings.length, 0, 10)
  for (const [i, { scope, fen }] of ceilings.slice(0, 10).entries()) {
    fields.known(`${path}.ceilings[${i}].scope`, scope)
    fields.fen(`${path}.ceilings[${i}].fen`, fen, 1n)
  }
  const scopes = new Set(ceilings.map(({ scope }) => scope))
  fields.require(`${path}.ceilings`, scopes.size === ceilings.length, 'must differ in scope')
}

/** What the comments of a call promise of its fields, `content.` before each. */
export function checkCall({ year, firstDay, lastDay, terms }: CallContent, fields: Fields): void {
  fields.year('content.year', year)
  fields.date('content.first_day', firstDay)
  fields.date('content.last_day', lastDay)
  const isOrdered = !firstDay || !lastDay || dayFrom(firstDay) <= dayFrom(lastDay)
  fields.require('content.last_day', isOrdered, 'must not lie before the first day')
  fields.count('content.terms', terms.length, 0, 20)
  for (const [i, one] of terms.slice(0, 20).entries()) checkCallTerms(`content.terms[${i}]`, one, fields)
  const classes = new Set(terms.map(({ applicantClass }) => applicantClass))
  fields.require('content.terms', classes.size === terms.length, 'must name each class once')
}
