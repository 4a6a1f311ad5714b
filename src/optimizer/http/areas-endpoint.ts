// /v1/areas: service areas that are kept. Hands everything to the areas; knows HTTP and nothing else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  Area,
  AreaFeatures,
  AreaUpload,
  KeptArea,
  KeptAreas,
  Located,
  LocateRequest,
  Regions,
  RegionsRequest,
} from '../../contracts/area.ts'
import { pointer } from '../../contracts/problem-details.ts'
import { durationSeconds } from '../../contracts/scalars.ts'
import { PLANNERS, READERS } from '../../platform/access.ts'
import { HttpProblem, invalidInput } from '../../platform/http.ts'
import { shapeFaults } from '../../territory/areas.ts'
import { AreaRefusedError, type KeptAreasOf, TooManyAreasError } from '../../territory/kept-areas.ts'
import { outlineOf } from '../../territory/outline.ts'
import { gatheredInto } from '../../territory/regions.ts'
import { isoDuration } from '../answer/local-time.ts'

const GEOJSON = 'application/geo+json'
const params = z.object({ areaId: Area.shape.id })
const NOT_FOUND = { status: 404, code: 'AREA_NOT_FOUND', title: 'There is no area with this id' }

/** A ring that is open has no inside to judge. */
const Upload = AreaUpload.superRefine(({ shape }, context) => {
  for (const { path, message, code } of shapeFaults([{ id: 'area', shape }]))
    context.addIssue({ code: 'custom', path: path.slice(2), message, params: { code } })
})

export const areasEndpoint: FastifyPluginAsyncZod<{ areas: KeptAreasOf }> = async (app, { areas }) => {
  const put = {
    summary: 'Keep a service area; a shape that is not sound is mended where no ground is lost, and else refused',
    params,
    body: Upload,
    response: { 200: KeptArea, 201: KeptArea },
  }
  app.put(
    '/v1/areas/:areaId',
    { config: { mayCall: PLANNERS }, schema: put },
    async ({ params, body, identity }, reply) => {
      const kept = await areas.put(identity.tenant, params.areaId, body.shape, body.repair).catch((error) => {
        throw areaProblem(error)
      })
      return reply.code(kept.isNew ? 201 : 200).send(kept.area)
    },
  )

  const read = { summary: 'An area with its shape', params, response: { 200: KeptArea } }
  app.get('/v1/areas/:areaId', { config: { mayCall: READERS }, schema: read }, async ({ params, identity }) => {
    const area = await areas.find(identity.tenant, params.areaId)
    if (area === undefined) throw new HttpProblem(NOT_FOUND)
    return area
  })

  const list = {
    summary: 'All areas that are kept: without their shapes, or as a map of them',
    querystring: z.strictObject({ format: z.enum(['json', 'geojson']).optional() }),
    headers: z.looseObject({ accept: z.string().optional() }),
    response: {
      200: {
        description: 'The list, or the map where it is asked for by `format` or `Accept`',
        content: { 'application/json': { schema: KeptAreas }, [GEOJSON]: { schema: AreaFeatures } },
      },
    },
  }
  app.get('/v1/areas', { config: { mayCall: READERS }, schema: list }, async ({ identity, query, headers }, reply) => {
    const kept = await areas.list(identity.tenant)
    const isMap = query.format === undefined ? headers.accept?.includes(GEOJSON) : query.format === 'geojson'
    if (!isMap) return reply.send({ areas: kept.map(({ shape: _, ...area }) => area) })
    // As bytes: a text would be written as JSON.
    return reply.type(`${GEOJSON}; charset=utf-8`).send(Buffer.from(JSON.stringify(featuresOf(kept))) as never)
  })

  const remove = {
    summary: 'Forget an area; inputs that were accepted with it keep its shape',
    params,
    response: { 204: z.null().meta({ description: 'It is gone' }) },
  }
  app.delete(
    '/v1/areas/:areaId',
    { config: { mayCall: PLANNERS }, schema: remove },
    async ({ params, identity }, reply) => {
      if (!(await areas.remove(identity.tenant, params.areaId))) throw new HttpProblem(NOT_FOUND)
      return reply.code(204).send(null)
    },
  )

  const locate = { summary: 'Which areas hold each place', body: LocateRequest, response: { 200: Located } }
  app.post('/v1/areas/locate', { config: { mayCall: READERS }, schema: locate }, async ({ body, identity }) => {
    const found = await areas.locate(identity.tenant, body.places)
    return { places: found.map((areaIds) => ({ areaIds })) }
  })

  const cut = {
    summary: 'Tickets gathered into so many regions of about the same work: to plan a day in parts, or to draw areas',
    body: RegionsRequest,
    response: { 200: Regions },
  }
  app.post('/v1/areas/regions', { config: { mayCall: READERS }, schema: cut }, async ({ body: { tickets, count } }) => {
    const workOf = ({ duration, crew }: (typeof tickets)[number]) => durationSeconds(duration) * crew
    const places = tickets.map((ticket) => ({ location: ticket.location, work: workOf(ticket) }))
    return {
      regions: gatheredInto(places, count).map((members) => {
        const own = members.flatMap((member) => tickets[member] ?? [])
        return {
          ticketIds: own.map(({ id }) => id),
          work: isoDuration(own.reduce((sum, ticket) => sum + workOf(ticket), 0)),
          shape: outlineOf(own.map(({ location }) => location)),
        }
      }),
    }
  })
}

function featuresOf(kept: readonly KeptArea[]): AreaFeatures {
  const features = kept.map(({ shape, ...area }) => ({
    type: 'Feature' as const,
    id: area.areaId,
    geometry: shape,
    properties: { kind: 'area' as const, ...area },
  }))
  return { type: 'FeatureCollection', features }
}

function areaProblem(error: unknown): unknown {
  if (error instanceof AreaRefusedError) {
    const { code, at } = error.fault
    const where = at === undefined ? '' : ` at ${at.lat}, ${at.lon}`
    return new HttpProblem(
      invalidInput([{ path: pointer(['shape']), code, message: `is no shape with one inside${where}` }]),
      { cause: error },
    )
  }
  if (error instanceof TooManyAreasError)
    return new HttpProblem(
      { status: 409, code: 'TOO_MANY_AREAS', title: 'There are as many areas as there may be' },
      { cause: error },
    )
  return error
}
