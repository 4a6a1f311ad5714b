// /v1/areas: service areas that are kept. Hands everything to the areas; knows HTTP and nothing else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Area, AreaUpload, KeptArea, KeptAreas, Located, LocateRequest } from '../../contracts/area.ts'
import { pointer } from '../../contracts/problem-details.ts'
import { PLANNERS, READERS } from '../../platform/access.ts'
import { HttpProblem } from '../../platform/http.ts'
import { shapeFaults } from '../../territory/areas.ts'
import { AreaRefusedError, type KeptAreasOf, TooManyAreasError } from '../../territory/kept-areas.ts'

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

  const list = { summary: 'All areas that are kept, without their shapes', response: { 200: KeptAreas } }
  app.get('/v1/areas', { config: { mayCall: READERS }, schema: list }, async ({ identity }) => {
    const kept = await areas.list(identity.tenant)
    return { areas: kept.map(({ shape: _, ...area }) => area) }
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
}

function areaProblem(error: unknown): unknown {
  if (error instanceof AreaRefusedError) {
    const { code, at } = error.fault
    const where = at === undefined ? '' : ` at ${at.lat}, ${at.lon}`
    return new HttpProblem(
      {
        status: 400,
        code: 'INVALID_INPUT',
        title: 'The request is not valid',
        issues: [{ path: pointer(['shape']), code, message: `is no shape with one inside${where}` }],
      },
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
