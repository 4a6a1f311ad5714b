// One JSON line per event on stdout. Secrets are blotted out by field name, whatever room logs them.
import { type DestinationStream, type Logger, pino } from 'pino'

export type { Logger }
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const SECRET_FIELDS = [
  'authorization',
  'token',
  'devToken',
  'password',
  'databaseUrl',
  'connectionString',
  'secret',
  'secrets',
  'serviceSecret',
]

export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: {
      // A field may stand at the top, in an object, or in its headers: no deeper, as a deep search costs each line.
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
  }
  return destination ? pino(options, destination) : pino(options)
}
