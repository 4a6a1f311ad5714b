// A technician is sent, arrives, and has done the work.
import { tool } from './tool.ts'

export const assignTech = tool<'dispatch.assign_tech'>((ticket, { payload: { technician_id } }) => ({
  ticket: { ...ticket, state: 'dispatched', technician_id },
  data: { technician_id },
}))

export const setEta = tool<'dispatch.set_eta'>((ticket, { payload: { eta } }) => ({
  ticket: { ...ticket, eta },
  data: { eta },
}))

export const checkIn = tool<'tech.check_in'>((ticket) => ({ ticket: { ...ticket, state: 'onsite' } }))

export const complete = tool<'tech.complete'>((ticket) => ({ ticket: { ...ticket, state: 'work_performed' } }))
