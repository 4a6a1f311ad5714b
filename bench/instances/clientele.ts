// Which vehicles may serve which customers, as areas of the solver's model: vehicles with the same customers share one, and
// a customer lies in the areas of all who may come. A handful of them tells a fleet apart without naming a single vehicle.
import type { Vehicle } from './instance.ts'

export interface Clienteles {
  ofVehicle(vehicle: Vehicle): readonly string[]
  /** None where nobody may come. */
  ofCustomer(customer: number): readonly string[]
}

/** Undefined where everybody may serve everybody. */
export function clientelesOf(vehicles: readonly Vehicle[]): Clienteles | undefined {
  if (vehicles.every(({ mayServe }) => mayServe === undefined)) return undefined
  const byKey = new Map<string, { area: string; mayServe: Vehicle['mayServe'] }>()
  for (const { mayServe } of vehicles) {
    const key = keyOf(mayServe)
    if (!byKey.has(key)) byKey.set(key, { area: `clientele-${byKey.size + 1}`, mayServe })
  }
  const all = [...byKey.values()]
  return {
    ofVehicle: ({ mayServe }) => [byKey.get(keyOf(mayServe))?.area ?? ''],
    ofCustomer: (customer) =>
      all.filter(({ mayServe }) => mayServe === undefined || mayServe.has(customer)).map(({ area }) => area),
  }
}

const keyOf = (mayServe: Vehicle['mayServe']): string =>
  mayServe === undefined ? 'everybody' : [...mayServe].sort((a, b) => a - b).join(' ')
