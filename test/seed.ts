import fc from 'fast-check'

/** Random plays are the same in every run, so that a failure is the change's own; `QIANTOU_SEED` asks for others. */
export const seed = Number(process.env.QIANTOU_SEED ?? 20261126)

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })
