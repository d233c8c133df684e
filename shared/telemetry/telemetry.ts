/**
 * Traces, metrics and logs leave this process where OTEL_EXPORTER_OTLP_ENDPOINT is set; the SDK is loaded only then.
 * The other OTEL_* variables of the specification hold as well.
 * @returns how to send what is still under way.
 */
export async function startTelemetry(service: string): Promise<() => Promise<void>> {
  if (!process.env.OTEL_EXPORTER_OTLP_ENDPOINT) return async () => {}
  const { NodeSDK } = await import('@opentelemetry/sdk-node')
  const sdk = new NodeSDK({ serviceName: process.env.OTEL_SERVICE_NAME ?? `qiantou-${service}`, instrumentations: [] })
  sdk.start()
  return () => sdk.shutdown().catch(() => {})
}
