// One reason in the form of the contract: its kind and amount from its params, its sentence from the numbers.
import type { Reason, ReasonCode } from '../../contracts/reason.ts'
import type { ReasonParams } from './reason-params.ts'
import { TEXTS } from './texts.ts'

export function reasonOf<Code extends ReasonCode>(code: Code, params: ReasonParams[Code], setting?: string): Reason {
  const text: (params: ReasonParams[Code]) => string = TEXTS[code]
  return {
    code,
    kind: kindOf(params),
    params: { ...params },
    text: text(params),
    ...('cents' in params && { amount: params.cents }),
    ...(setting !== undefined && { setting }),
  }
}

/** What has a price is weighed; what is said of technicians is what keeps them away. */
function kindOf(params: ReasonParams[ReasonCode]): Reason['kind'] {
  if ('cents' in params) return 'trade-off'
  return 'techIds' in params ? 'blocker' : 'fact'
}
