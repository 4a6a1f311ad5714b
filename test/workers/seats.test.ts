import { expect, test } from 'vitest'
import { Seats } from '../../workers/seats.ts'

test('seats are given in the order in which they were asked for, a large party not overtaken by small ones', async () => {
  const seats = new Seats(2)
  const order: string[] = []
  const come = (name: string, size: number) => seats.take(size).then(() => order.push(name))
  await come('one', 1)
  const rest = [come('both', 2), come('small', 1)]
  await Promise.resolve()
  expect(order).toEqual(['one'])
  seats.give(1)
  await rest[0]
  expect(order).toEqual(['one', 'both'])
  seats.give(2)
  await rest[1]
  expect(order).toEqual(['one', 'both', 'small'])
})

test('whoever stands in line is sent away when there are no seats any more', async () => {
  const seats = new Seats(1)
  await seats.take(1)
  const waiting = seats.take(1)
  seats.sendAway(new Error('closed'))
  await expect(waiting).rejects.toThrow('closed')
})
