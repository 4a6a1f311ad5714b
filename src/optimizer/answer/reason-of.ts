// One reason in the form of the contract: its kind and amount from its params, its sentence from the numbers, in the language
// of whoever asked.
import type { Language, Reason, ReasonCode } from '../../contracts/reason.ts'
import type { ReasonParams } from './reason-params.ts'
import { textOf } from './texts.ts'

export type ReasonOf = <Code extends ReasonCode>(code: Code, params: ReasonParams[Code], setting?: string) => Reason

export function reasonsIn(language: Language): ReasonOf {
  return (code, params, setting) => ({
    code,
    kind: kindOf(code, params),
    params: { ...params },
    text: textOf(language, code, params),
    ...('cents' in params && { amount: params.cents }),
    ...(setting !== undefined && { setting }),
  })
}

/** What has a price is weighed; what is said of technicians keeps them away, save that they are too dear. */
function kindOf(code: ReasonCode, params: ReasonParams[ReasonCode]): Reason['kind'] {
  if (code.startsWith('UNLOCK_')) return 'counterfactual'
  if ('cents' in params) return 'trade-off'
  return 'techIds' in params && code !== 'OUTRANKED_AT_LEAST' ? 'blocker' : 'fact'
}
