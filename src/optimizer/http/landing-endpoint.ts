// GET /: what this service is and how to ask it, for the person who opens its address.
import { readFile } from 'node:fs/promises'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { READERS } from '../../platform/access.ts'

const PAGE = new URL('./landing.html', import.meta.url)
/** The page brings its own style and needs nothing else. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"

export const landingEndpoint: FastifyPluginAsyncZod = async (app) => {
  const page = await readFile(PAGE, 'utf8')
  app.get('/', { config: { page: true, mayCall: READERS }, schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).send(page),
  )
}
