// Both sides of the seam: whatever is true of travel is true of estimates and of roads alike.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRoadService, type RoadService } from '../../src/travel/road-service.ts'
import { RoadServer } from './a-road-server.ts'
import { sidesSuite } from './sides.ts'

describe('by estimate', () => sidesSuite(() => ({ travel: { source: 'estimate' }, roads: undefined })))

describe('by road', () => {
  let server: RoadServer
  let roads: RoadService
  beforeAll(async () => {
    server = await RoadServer.start()
    roads = openRoadService({ servers: { car: server.url, foot: server.url } })
  })
  afterAll(async () => {
    await roads.close()
    await server.stop()
  })
  sidesSuite(() => ({ travel: { source: 'osrm' }, roads }))
  test('of the service', () => expect(roads.profiles).toEqual(['car', 'van', 'truck', 'foot']))
})
