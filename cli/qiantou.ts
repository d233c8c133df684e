#!/usr/bin/env node
/** The `qiantou` command: a client of the bus like any other. */
import { keepCompiled } from '#shared/lifecycle/compiled.ts'

// Deprecations speak to who writes a program, not to who calls it; gRPC causes one for an address without a name.
process.noDeprecation = true
keepCompiled()
const { main } = await import('./main.ts')
await main()
