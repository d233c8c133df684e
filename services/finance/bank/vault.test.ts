import { expect, it } from 'vitest'
import { masked, Vault } from './vault.ts'

const vault = new Vault(Buffer.alloc(32, 7))
const about = 'programmes/p/payees/x'

it('opens what it has sealed, each time otherwise', () => {
  const [one, other] = [vault.seal('6222020200112233', about), vault.seal('6222020200112233', about)]
  expect(one.equals(other)).toBe(false)
  expect(one.includes('6222')).toBe(false)
  expect(vault.open(one, about)).toBe('6222020200112233')
})

it('opens nothing that was sealed for somebody else, with another key, or was changed', () => {
  const sealed = vault.seal('6222020200112233', about)
  expect(() => vault.open(sealed, 'programmes/p/payees/y')).toThrow()
  expect(() => new Vault(Buffer.alloc(32, 8)).open(sealed, about)).toThrow()
  for (const at of [0, 14, sealed.length - 1]) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] as number) ^ 1
    expect(() => vault.open(changed, about)).toThrow()
  }
})

it('takes keys of 32 bytes only', () => {
  expect(() => new Vault(Buffer.alloc(16))).toThrow('16 bytes')
})

it('hides all but the last four characters', () => {
  expect(masked('6222020200112233')).toBe('************2233')
  expect(masked('123')).toBe('123')
})
