// How a planned route is told: stops, breaks and depots with the way to each, and the figures that follow from them.
import { describe, expect, test } from 'vitest'
import { at, between, second } from './asked.ts'
import { tech, ticket } from './inputs.ts'
import { planned, told } from './told.ts'

const depot = { lat: 47.19, lon: 9.51 }
const request = {
  tickets: [ticket({ parts: [{ part: 'pane', arrivesAt: at('10:50') }] }), ticket({ id: 'T-2', pausable: true })],
  techs: [
    tech({
      depots: ['spare', 'main'],
      shifts: [
        {
          ...between('08:00', '16:00'),
          breaks: [
            { duration: 'PT10M', window: between('10:00', '11:00'), paid: true },
            { duration: 'PT30M', window: between('12:00', '13:00') },
            { duration: 'PT20M', window: between('14:00', '15:00') },
          ],
        },
      ],
    }),
  ],
  depots: [
    { id: 'spare', location: { lat: 47.3, lon: 9.5 } },
    { id: 'main', location: depot },
  ],
  plan: [{ ticketId: 'T-2', techId: 'ana', start: at('11:00'), promised: between('11:00', '12:00') }],
  policy: { promise: { movedPerMinute: 5 } },
  options: { geometry: true },
}
const clock = (from: string, until: string) => ({ start: second(from), end: second(until) })

/**
 * T-2 from 8:30 to 9:30 without a pause; ten minutes of waiting, a rest, then by the depot, where the part is waited for,
 * to T-1, which does not pause here though it may; home after a rest.
 */
const output = () =>
  told(request, (model) =>
    planned(model, [
      {
        route: 0,
        departure: second('08:20'),
        visits: [
          { visit: 1, arrival: second('08:30'), ...clock('08:30', '09:30') },
          { visit: 0, arrival: second('11:00'), ...clock('11:10', '12:40') },
        ],
        breaks: [
          { entry: 0, ...clock('10:00', '10:10') },
          { entry: 1, ...clock('12:00', '12:30') },
          { entry: 2, ...clock('14:00', '14:20') },
        ],
        reloads: [{ entry: 1, before: 1, arrival: second('10:20'), ...clock('10:25', '10:40') }],
        back: second('14:30'),
      },
    ]),
  )

describe('a route with everything', () => {
  test('has its stops with the way from the stop or the depot before', async () => {
    const { routes } = await output()
    expect(routes[0]!.stops).toMatchObject([
      { ticketId: 'T-2', arrival: at('08:30'), travel: { duration: 'PT10M' } },
      // Leaves the depot when the part is there.
      { ticketId: 'T-1', arrival: at('11:00'), start: at('11:10'), travel: { duration: 'PT10M' } },
    ])
  })

  test('has its breaks, and the depot with the way there', async () => {
    const { routes } = await output()
    expect(routes[0]!.breaks).toEqual([
      { ...between('10:00', '10:10'), paid: true },
      { ...between('12:00', '12:30'), paid: false },
      { ...between('14:00', '14:20'), paid: false },
    ])
    expect(routes[0]!.reloads).toMatchObject([
      {
        ...{ depotId: 'main', beforeTicketId: 'T-1', arrival: at('10:20'), ...between('10:25', '10:40') },
        travel: { duration: 'PT10M', metres: expect.any(Number) },
      },
    ])
    expect(routes[0]!.geometry!.coordinates.map(([, lat]) => lat)).toEqual([47.15, 47.14, depot.lat, 47.14, 47.15])
  })

  test('is summed up to the second', async () => {
    const { kpis, routes } = await output()
    expect(routes[0]!.travel.duration).toBe('PT40M')
    expect(kpis).toMatchObject({
      travel: { duration: 'PT40M' },
      work: 'PT2H', // an hour, and an hour and a half with half an hour of rest in it
      breaks: 'PT1H',
      loading: 'PT15M',
      // 9:30 to 10:00, five minutes before loading, ten after it, ten at the door, and from 12:40 to 14:00.
      waiting: 'PT2H15M',
      overtime: 'PT0S',
      promisesKept: 0,
      promisesMoved: 1,
    })
  })
})

test('a crew is told as one ticket', async () => {
  const techs = ['ana', 'ben', 'cem'].map((id) => tech({ id }))
  const visits = [0, 1].map((visit) => ({ visit, arrival: 3600, start: 3600, end: 7200 }))
  const { proposals, kpis, unassigned, unbooked } = await told(
    { tickets: [ticket({ crew: 2 }), ticket({ id: 'T-2', crew: 3 })], techs, options: { alternatives: 20 } },
    (model) =>
      planned(
        model,
        visits.map((stop, route) => ({ route, departure: 3000, visits: [stop], back: 7800 })),
      ),
  )
  expect(proposals.map(({ ticketId, techId, rank }) => [ticketId, techId, rank])).toEqual([
    ['T-1', 'ana', 1],
    ['T-1', 'ben', 1],
  ])
  expect(proposals[1]!.reasons).toContainEqual(
    expect.objectContaining({ code: 'CREW', text: 'Number 2 of 2 technicians who come together.' }),
  )
  expect(kpis).toMatchObject({ tickets: 2, assigned: 1, unassigned: 1 })
  expect(unassigned).toMatchObject([{ ticketId: 'T-2', cost: 500_000 }])
  expect(unbooked.map(({ ticketId, cost }) => [ticketId, cost])).toEqual([
    ['T-1', 500_000],
    ['T-2', 500_000],
  ])
})

test('leaving a ticket unbooked has its price, planned or not, and the setting that made it', async () => {
  const { unbooked } = await told(
    {
      tickets: [ticket(), ticket({ id: 'T-2', worth: 700 }), ticket({ id: 'T-3' })],
      plan: [{ ticketId: 'T-3', techId: 'ana', start: at('09:00'), pinned: { order: true } }],
    },
    (model) => planned(model, []),
  )
  expect(unbooked).toEqual([
    { ticketId: 'T-1', cost: 500_000, setting: '/policy/unserved/ROUTINE' },
    { ticketId: 'T-2', cost: 700, setting: '/tickets/1/worth' },
    { ticketId: 'T-3', cost: 1_000_000_000, setting: '/plan' },
  ])
})
