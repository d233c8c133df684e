/** What values are called: none is shown as it is written in the interface. */
import { expect, it } from 'vitest'
import { ApplicationState } from '#proto/qiantou/application/v1/application_service.ts'
import { Basis, ProcedureStep } from '#proto/qiantou/measure/v1/measure.ts'
import { TransferState } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { VoucherState } from '#proto/qiantou/voucher/v1/voucher_service.ts'
import { moneyWord } from './words-money.ts'

it.each(Object.entries({ ApplicationState, TransferState, VoucherState, ProcedureStep, Basis }))(
  'every value of %s has a word in both languages',
  (_, values) => {
    const said = Object.values(values).filter((value) => !/_UNSPECIFIED$|^UNRECOGNIZED$/.test(value))
    expect(said.length).toBeGreaterThan(2)
    for (const language of ['zh', 'en'] as const)
      expect(said.filter((value) => moneyWord(value, language) === value)).toEqual([])
  },
)
