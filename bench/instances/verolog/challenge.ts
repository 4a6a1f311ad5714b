// VeRoLog as a challenge: tours ↔ days of trucks and technicians, as the set's solutions write them.
import type { Challenge, Tour } from '../challenge.ts'
import type { VerologInstance } from './instance.ts'
import { judgeVerolog, type VerologDay } from './judge.ts'
import { verologModelOf } from './model.ts'
import { shiftsOf } from './shifts.ts'

export function verologChallenge(instance: VerologInstance): Challenge {
  return {
    name: instance.name,
    visits: 2 * instance.requests.length,
    model: () => verologModelOf(instance),
    costAt: (cents, unserved) => (unserved > 0 ? undefined : cents),
    centsAt: (cost) => Math.floor(cost),
    judge: (tours) => judgeVerolog(instance, daysOf(instance, tours)),
    solution: (tours) => solutionOf(instance, daysOf(instance, tours)),
  }
}

function daysOf(instance: VerologInstance, tours: readonly Tour[]): VerologDay[] {
  const shifts = shiftsOf(instance)
  return Array.from({ length: instance.days }, (_, index) => {
    const today = tours.flatMap(({ route, stops }) => {
      const shift = shifts[route]
      return shift?.day === index + 1 && stops.length > 0 ? [{ ...shift, stops }] : []
    })
    return {
      trucks: today.filter(({ kind }) => kind === 'truck').map(({ stops }) => stops),
      technicians: today
        .filter(({ kind }) => kind === 'technician')
        .map(({ who, stops }) => ({
          technician: who + 1,
          requests: stops.map((stop) => stop - instance.requests.length),
        })),
    }
  })
}

function solutionOf(instance: VerologInstance, days: readonly VerologDay[]): string {
  const told = judgeVerolog(instance, days)
  const head = [
    'DATASET = VeRoLog solver challenge 2019',
    `NAME = ${instance.title}`,
    '',
    `TRUCK_DISTANCE = ${told.truckDistance}`,
    `NUMBER_OF_TRUCK_DAYS = ${told.truckDays}`,
    `NUMBER_OF_TRUCKS_USED = ${told.trucksUsed}`,
    `TECHNICIAN_DISTANCE = ${told.technicianDistance}`,
    `NUMBER_OF_TECHNICIAN_DAYS = ${told.technicianDays}`,
    `NUMBER_OF_TECHNICIANS_USED = ${told.techniciansUsed}`,
    `IDLE_MACHINE_COSTS = ${told.idleCost}`,
    `TOTAL_COST = ${told.cost}`,
  ]
  const lines = days.flatMap(({ trucks, technicians }, index) => [
    '',
    `DAY = ${index + 1}`,
    `NUMBER_OF_TRUCKS = ${trucks.length}`,
    ...trucks.map((stops, truck) => [truck, ...stops].join(' ')),
    `NUMBER_OF_TECHNICIANS = ${technicians.length}`,
    ...technicians.map(({ technician, requests }) => [technician, ...requests].join(' ')),
  ])
  return `${[...head, ...lines].join('\n')}\n`
}
