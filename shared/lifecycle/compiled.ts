/**
 * What Node makes of our files, kept from one run to the next: stripping the types of what is generated from the protos costs
 * a command line more than all that it does.
 */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

/** Beside the packages, which whoever may write there has put there. Nobody else's files are run. */
export const compiled = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'qiantou')

/**
 * For an entry file, before it imports the program dynamically: what is imported statically was compiled already. Where the
 * folder cannot be written programs run as they do without.
 */
export const keepCompiled = (): void => void enableCompileCache(compiled)
