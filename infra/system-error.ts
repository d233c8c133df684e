/** Whether the operating system refused with this code, 'ENOENT' for example. */
export function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
