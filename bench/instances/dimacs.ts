// Instance → the solver's model by the convention of the 12th DIMACS challenge, which plain instances without a set have.
import type { Model } from '../../solver/model.ts'
import { DIMACS } from './conventions.ts'
import type { Instance } from './instance.ts'
import { routingModelOf } from './routing-model.ts'

export const modelOf = (instance: Instance): Model => routingModelOf(instance, DIMACS)
