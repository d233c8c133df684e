import { Metadata } from '@grpc/grpc-js'
import { expect, test } from 'vitest'
import { afterHeader, readAfter, writeAfter } from './after.ts'

const received = (...entries: readonly string[]): Metadata => {
  const metadata = new Metadata()
  for (const entry of entries) metadata.add(afterHeader, entry)
  return metadata
}
const leads = { source: '//qiantou/lead-agency', sequence: 7n }
const departments = { source: '//qiantou/supporting-department/s2', sequence: 12n }

test('says what a call builds on, in one header or in several', () => {
  expect(readAfter(received())).toEqual([])
  expect(readAfter(received(writeAfter(leads), writeAfter(departments)))).toEqual([leads, departments])
})

test('headers that were joined on their way are as good as separate ones', () => {
  expect(readAfter(received(`${writeAfter(leads)}, ${writeAfter(departments)}`))).toEqual([leads, departments])
})

test('what is not of that form is not taken for nothing, not even beside what is', () => {
  for (const entry of [
    '',
    'rubbish',
    'lead-agency 7',
    '//qiantou/lead-agency',
    '//qiantou/lead-agency -1',
    '//other/x 1',
  ])
    for (const sent of [[entry], [writeAfter(leads), entry]]) expect(readAfter(received(...sent))).toBeUndefined()
})
