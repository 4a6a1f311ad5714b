// What every record says of the machine that it was measured on.
import { z } from 'zod'

export const Machine = z.strictObject({
  cpu: z.string().min(1),
  cores: z.int().positive(),
  node: z.string().startsWith('v24.'),
  loadBefore: z.number(),
})
