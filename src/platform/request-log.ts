// One line for each request when it is done, without what stands in its address, which may hold a token or a name.
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'

export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const line = {
      method: request.method,
      // As it stands in the code: an address may hold whatever its caller wrote into it.
      route: request.is404 ? 'none' : (request.routeOptions.url ?? 'none'),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(error ? { err: error } : {}),
    }
    // Probes come every few seconds and say the same.
    if (request.routeOptions.config.probe === true && reply.statusCode < 400) request.log.debug(line, 'Request')
    else request.log.info(line, 'Request')
  }
}
