// Every sentence in Spanish, in words that dispatchers on both sides of the Atlantic use: an «orden» is a ticket, a «franja»
// a window, a «cita» what was promised. An «orden» is feminine; technicians are spoken of as «técnico», whoever they are.

import type { AboutTechs, FixedPart, ReasonParams, SkillsAtLevels, Tie } from './reason-params.ts'
import { FIELD_NAMES } from './texts-fields.ts'
import {
  bareParams,
  calendarDay,
  clausesOf,
  clock,
  isSameDay,
  list,
  namesOf,
  signed,
  type UnlockClauses,
} from './texts-parts.ts'
import type { PriceDifference, Wording } from './wording.ts'

const REASONS: Wording['reasons'] = {
  SKILL_MISSING: (p) => `${techs(p)} sin la habilidad ${p.skill}.`,
  SKILL_LEVEL_LOW: (p) =>
    `${techs(p)} con ${p.skill} por debajo del nivel ${p.needed}; el nivel más alto es ${p.highest}.`,
  CERT_EXPIRED: (p) => `${techs(p)} sin ${p.skill} en vigor en los turnos que podrían atender la orden.`,
  TECH_PROHIBITED: (p) => `${techs(p)} ${agree(p, 'excluido', 'excluidos')} por la orden.`,
  TECH_NOT_AMONG_REQUIRED: (p) => `${techs(p)} que no ${agree(p, 'está', 'están')} entre los que pide la orden.`,
  TECH_INACTIVE: (p) => `${techs(p)} ${agree(p, 'inactivo', 'inactivos')}.`,
  AREA_OUTSIDE: (p) => `${techs(p)} que no ${agree(p, 'atiende', 'atienden')} la zona.`,
  APPROVAL_PENDING: () => 'Falta una aprobación; no se planifica nada hasta que se decida.',
  LOAD_TOO_LARGE: (p) =>
    `${techs(p)} sin espacio para ${number(p.needed)} ${p.unit}; el vehículo más grande admite ${number(p.largest)}.`,
  PART_NOT_ON_VAN: (p) =>
    `${techs(p)} sin ${number(p.needed)} × ${p.part} a bordo; el vehículo que más lleva tiene ${number(p.most)}.`,
  TOOL_NOT_ON_VAN: (p) => `${techs(p)} sin la herramienta ${p.tool} a bordo.`,
  NO_SHIFT_IN_WINDOW: (p) =>
    p.techs === 0 ? 'No hay ningún técnico.' : `${techs(p)} sin turno a una hora en la que el trabajo pueda empezar.`,
  UNREACHABLE_IN_WINDOW: (p) =>
    `${techs(p)} que ${agree(p, 'llegaría', 'llegarían')} demasiado tarde incluso con el día vacío, ${by(p.leastMinutes)}.`,
  UNREACHABLE_PLACE: (p) => `${techs(p)} sin carretera hasta el lugar.`,
  JOB_LONGER_THAN_SHIFT: (p) =>
    `${techs(p)} con un turno demasiado corto para el viaje y el trabajo, incluso vacío, ${by(p.leastMinutes)}.`,
  PART_ARRIVES_LATER: (p) =>
    `${techs(p)} que no ${agree(p, 'puede', 'pueden')} salir a tiempo una vez llegadas las piezas, el ${moment(p.arrives)}.`,
  BREAK_BLOCKED: (p) => `${techs(p)} sin tiempo para la orden entre las pausas del turno.`,
  LEG_TRAVEL_CAP: (p) => `${techs(p)} con un trayecto más largo de lo permitido, ${by(p.leastMinutes)}.`,
  TRAVEL_CAP: (p) => `${techs(p)} con más viaje del permitido por turno, ${by(p.leastMinutes)}.`,
  SPAN_CAP: (p) =>
    `${techs(p)} que ${agree(p, 'estaría', 'estarían')} fuera más tiempo del permitido, ${by(p.leastMinutes)}.`,
  NO_GAP: (p) => `${techs(p)} sin hueco en el plan actual.`,
  MAX_JOBS: (p) => `${techs(p)} con tantas visitas como admite un turno, ${p.most} como máximo.`,
  OVERTIME_CAP: (p) =>
    `${techs(p)} por encima de lo que ${agree(p, 'puede', 'pueden')} trabajar ${p.period === 'day' ? 'al día' : 'a la semana'}, ${by(p.leastMinutes)}.`,
  ROOM_KEPT: (p) => `${techs(p)} con menos margen del que se reserva para emergencias, ${by(p.leastMinutes)}.`,
  REST_NEEDED: (p) => `${techs(p)} en días en los que ${agree(p, 'debe', 'deben')} descansar.`,
  SHIFT_END_EXCEEDED: (p) =>
    `${techs(p)} que ${agree(p, 'pasaría', 'pasarían')} del fin del turno, ${by(p.minutes)}: hasta el ${moment(p.needed)} en vez ${isSameDay(p.limit, p.needed) ? `de ${hour(p.limit)}` : `del ${moment(p.limit)}`}.`,
  PROMISE_WOULD_BREAK: (p) => `${techs(p)} que no ${agree(p, 'podría', 'podrían')} cumplir lo prometido.`,
  PROMISE_IN_THE_WAY: (p) =>
    `${techs(p)} que no ${agree(p, 'podría', 'podrían')} cumplir la cita prometida de la orden ${p.ticketId}, que empezaría ${p.minutes} min fuera de ella.`,
  HELD: (p) => `${techs(p)} con el hueco reservado para otra llamada hasta el ${moment(p.until)}.`,
  PIN_CONFLICT: () => 'Está fijada a un técnico y a una hora que el resto del plan no permite.',
  PARTNER_UNAVAILABLE: (p) => `${techs(p)} sin acompañante disponible a la misma hora.`,
  TIE_UNMET: (p) =>
    `${techs(p)} a ${agree(p, 'quien', 'quienes')} se lo impide el vínculo (${TIES[p.tie]}) con ${list(p.ticketIds)}.`,
  SEARCH_LIMIT: (p) => `${techs(p)} sin examinar hasta el final: podría haber un hueco.`,
  NOT_WORTH_IT: (p) =>
    `${techs(p)} con ${agree(p, 'el', 'los')} que costaría más que dejarla sin atender, por ${money(p.leastCents)} o más.`,
  DETOUR_ADDED: (p) => `Viaje ${signed(p.minutes, number)} min y ${signed(p.km, number)} km, precio ${money(p.cents)}.`,
  WAITING_ADDED: (p) => `Espera ${signed(p.minutes, number)} min, precio ${money(p.cents)}.`,
  OVERTIME_COST: (p) => `Horas extra, precio ${money(p.cents)}.`,
  SHIFT_OPENED: (p) => `La única visita del turno que empieza el ${moment(p.shiftStart)}, precio ${money(p.cents)}.`,
  SPAN_ADDED: (p) => `Tiempo entre la salida y el regreso, precio ${money(p.cents)}.`,
  TECH_CALLED: (p) => `La única visita de este técnico, precio ${money(p.cents)}.`,
  LATE: (p) =>
    p.due === undefined || p.minutes <= 0
      ? `Por ella, otras visitas del día empiezan tarde, precio ${money(p.cents)}.`
      : `Empieza ${p.minutes} min después del plazo, que vence el ${moment(p.due)}, precio ${money(p.cents)}.`,
  LATEST_OF_ALL: (p) => `Cambia el mayor retraso del plan, precio ${money(p.cents)}.`,
  SOFT_WINDOW_MISSED: (p) =>
    p.minutes > 0
      ? `Empieza ${p.minutes} min fuera de las franjas acordadas, precio ${money(p.cents)}.`
      : `Por ella, otras visitas empiezan fuera de las franjas acordadas, precio ${money(p.cents)}.`,
  PREFERRED_WINDOW_MISSED: (p) =>
    `${p.isOwn ? 'Empieza' : 'Otras visitas empiezan'} fuera de las franjas que prefiere el cliente, precio ${money(p.cents)}.`,
  NOT_AT_ONCE: (p) => `Tiempo hasta que empieza el trabajo, precio ${money(p.cents)}.`,
  PREFERRED_TECH: (p) => `El cliente prefiere a este técnico, grado ${p.grade} de 100, precio ${money(p.cents)}.`,
  PREFERENCE_MISSED: (p) => `El cliente prefiere a otra persona, precio ${money(p.cents)}.`,
  CONTINUITY: (p) =>
    p.lastVisit === undefined
      ? `No ha estado allí antes, y otros sí, precio ${money(p.cents)}.`
      : `Ha estado allí ${p.visits === 1 ? 'una vez,' : `${p.visits} veces, la última`} el ${day(p.lastVisit)} de ${calendarDay(p.lastVisit).year}, precio ${money(p.cents)}.`,
  SURPLUS_SKILL: (p) => `Sabe más de lo que exige el trabajo: ${surplus(p)}, precio ${money(p.cents)}.`,
  PREFERRED_AREA_LEFT: (p) => `Preferiría trabajar en ${list(p.areas)}, precio ${money(p.cents)}.`,
  TECH_CHANGED: (p) => `Estaba planificada con ${p.plannedTechId}, precio ${money(p.cents)}.`,
  PROMISES_MOVED: (p) =>
    p.start === undefined || p.end === undefined
      ? `Por ella, otras visitas empiezan fuera de la cita prometida, precio ${money(p.cents)}.`
      : `Empieza ${p.minutes} min fuera de la cita prometida, la ${span(p.start, p.end)}, precio ${money(p.cents)}.`,
  DAYS_APART: (p) => `Días entre ella y las órdenes vinculadas, precio ${money(p.cents)}.`,
  FAIRNESS: (p) => `Trabajo por encima de la parte que le toca al técnico, precio ${money(p.cents)}.`,
  SCATTERED: (p) => `Distancia a las demás visitas del turno, precio ${money(p.cents)}.`,
  SKILL_MATCH: (p) => `Tiene ${atLevels(p)}.`,
  AREA_MATCH: (p) => `Atiende ${zones(p.areas)}.`,
  PARTS_MATCH: (p) => `Lleva ${list([...p.parts, ...p.tools])}.`,
  CREW: (p) => `Número ${p.member} de ${p.technicians} técnicos que acuden juntos.`,
  DISTANCE: (p) =>
    `A ${number(p.minutes)} min y ${number(p.km)} km ${p.fromTicketId ? `de la orden ${p.fromTicketId}` : 'del lugar donde empieza el turno'}.`,
  SLA_SLACK: (p) => `Empieza ${p.minutes} min antes del plazo, que vence el ${moment(p.due)}.`,
  WINDOW_FIT: (p) => `Empieza en la franja ${span(p.start, p.end)} (${p.timeZone}).`,
  PROMISE_KEPT: (p) => `Cumple la cita prometida, la ${span(p.start, p.end)} (${p.timeZone}).`,
  PINNED: (p) => `Fijada a este técnico y al ${moment(p.start)}.`,
  PARTLY_PINNED: (p) => `Fijado según el plan: ${list(p.fixed.map((part) => FIXED[part]))}.`,
  VISIT_MOVES: (p) =>
    p.minutes === 0
      ? `La orden ${p.ticketId} mantiene su hora${priced(p)}.`
      : `La orden ${p.ticketId} empieza ${Math.abs(p.minutes)} min ${p.minutes < 0 ? 'antes' : 'más tarde'}${priced(p)}.`,
  DURATION_DEFAULTED: (p) =>
    `La orden no indica duración; la supuesta${p.incidentType ? ` para ${p.incidentType}` : ''} es de ${p.minutes} min.`,
  DUE_DEFAULTED: (p) =>
    `La orden no indica plazo; de su prioridad, ${PRIORITIES[p.priority]}, resulta el ${moment(p.due)}.`,
  TRAVEL_DEGRADED: (p) =>
    `El servicio de rutas no respondió (${p.cause}); el viaje ${BY[p.profile]} se estima a partir de la distancia en línea recta.`,
  PLACE_OFF_ROAD: (p) =>
    p.metres === undefined
      ? 'El mapa no tiene ninguna carretera cerca del lugar.'
      : `El lugar está a ${number(p.metres)} m de la carretera más cercana del mapa; el viaje se mide hasta allí.`,
  TRAVEL_ESTIMATED: (p) => `El viaje ${BY[p.profile]} se estima a partir de la distancia en línea recta.`,
  OUTRANKED: (p) => `Opción número ${p.rank} para esta orden, ${money(p.dearerByCents)} más cara que la primera.`,
  OUTRANKED_AT_LEAST: (p) =>
    `${techs(p)} con ${agree(p, 'el', 'los')} que costaría al menos ${money(p.leastCents)} más que la primera opción; no se probó nada más.`,
  UNLOCK_WINDOW_LATER: (p) => possibleIf(unlock.windowLater(p.minutes)),
  UNLOCK_WINDOW_EARLIER: (p) => possibleIf(unlock.windowEarlier(p.minutes)),
  UNLOCK_SHIFT_END: (p) => possibleIf(unlock.shiftEnd(p.minutes)),
  UNLOCK_SHIFT_START: (p) => possibleIf(unlock.shiftStart(p.minutes)),
  UNLOCK_DURATION: (p) => possibleIf(unlock.duration(p.minutes)),
  UNLOCK_SKILL: (p) => possibleIf(unlock.skills([p.skill], [String(p.level)])),
  UNLOCK_MOVE: (p) => possibleIf(unlock.moves([p.ticketId])),
  UNLOCK_OTHER_DAY: (p) => possibleIf(unlock.otherDay(p.day)),
  UNLOCK_OVERTIME: (p) => possibleIf(unlock.overtime(p.minutes)),
  UNLOCK_AREA: (p) => possibleIf(unlock.areas([p.area])),
  UNLOCK_LOAD: (p) => possibleIf(unlock.load(p.unit, p.amount)),
  UNLOCK_MAX_VISITS: (p) => possibleIf(unlock.maxVisits(p.count)),
  UNLOCK_TOGETHER: (p) => possibleIf(...clausesOf(p, unlock)),
  TICKET_NEW: (p) => `La orden ${p.ticketId} es nueva.`,
  TICKET_CANCELED: (p) => `La orden ${p.ticketId} ya no está.`,
  TICKET_ASSIGNED: (p) => `La orden ${p.ticketId} ahora está planificada, con ${p.techId}, el ${moment(p.start)}.`,
  TICKET_UNASSIGNED: (p) =>
    `La orden ${p.ticketId} ya no está planificada; lo estaba con ${p.techId}, el ${moment(p.start)}.`,
  TICKET_CHANGED: (p) => `Cambios en la orden ${p.ticketId}: ${namesOf(p.fields, FIELD_NAMES.es.ticket)}.`,
  TECH_REPLACED: (p) => `La orden ${p.ticketId} pasa de ${p.fromTechId} a ${p.toTechId}${priced(p)}.`,
  VISIT_RESIZED: (p) =>
    `La visita de la orden ${p.ticketId} dura ${Math.abs(p.minutes)} min ${p.minutes < 0 ? 'menos' : 'más'}.`,
  PROMISE_CHANGED: (p) => `La cita prometida de la orden ${p.ticketId} es ahora la ${span(p.start, p.end)}.`,
  PROMISE_BROKEN: (p) =>
    `La orden ${p.ticketId} no cumple la cita prometida, la ${span(p.start, p.end)}: ${p.minutes === undefined ? 'no está planificada' : `empieza ${p.minutes} min fuera de ella`}.`,
  TECH_NEW: (p) => `El técnico ${p.techId} es nuevo.`,
  TECH_GONE: (p) => `El técnico ${p.techId} ya no está.`,
  TECH_DEACTIVATED: (p) => `El técnico ${p.techId} ya no está activo.`,
  TECH_REACTIVATED: (p) => `El técnico ${p.techId} vuelve a estar activo.`,
  TECH_DATA_CHANGED: (p) => `Cambios en el técnico ${p.techId}: ${namesOf(p.fields, FIELD_NAMES.es.tech)}.`,
  SHIFT_NEW: (p) => `El técnico ${p.techId} tiene un turno nuevo, el ${span(p.start, p.end)}.`,
  SHIFT_GONE: (p) => `El técnico ${p.techId} ya no tiene el turno ${span(p.start, p.end)}.`,
  SHIFT_CHANGED: (p) =>
    `Cambios en el turno del técnico ${p.techId}, que ahora es el ${span(p.start, p.end)}: ${namesOf(p.fields, FIELD_NAMES.es.shift)}.`,
  ROUTE_CHANGED: (p) =>
    `El mismo día del técnico ${p.techId}: ${[
      ...(p.came.length > 0 ? [`${p.came.length === 1 ? 'entra' : 'entran'} ${list(p.came)}`] : []),
      ...(p.left.length > 0 ? [`${p.left.length === 1 ? 'sale' : 'salen'} ${list(p.left)}`] : []),
    ].join('; ')}.`,
  PLANNED_ANEW: (p) =>
    `Nada de la orden ${p.ticketId} ni de su técnico lo explica; resulta de haber vuelto a planificar.`,
}

const unlock: UnlockClauses = {
  windowLater: (minutes) => `la franja terminara ${minutes} min más tarde`,
  windowEarlier: (minutes) => `la franja empezara ${minutes} min antes`,
  shiftEnd: (minutes) => `el turno terminara ${minutes} min más tarde`,
  shiftStart: (minutes) => `el turno empezara ${minutes} min antes`,
  duration: (minutes) => `el trabajo durara ${minutes} min menos`,
  skills: (skills, levels) =>
    `el técnico tuviera ${skills.length === 1 ? 'la habilidad' : 'las habilidades'} ${atLevels({ skills, levels })}`,
  moves: (ticketIds) =>
    ticketIds.length === 1
      ? `se moviera la visita de la orden ${list(ticketIds)}`
      : `se movieran las visitas de las órdenes ${list(ticketIds)}`,
  otherDay: (date) => `se hiciera el ${day(date)}`,
  overtime: (minutes) => `se ${minutes === 1 ? 'permitiera' : 'permitieran'} ${minutes} min de horas extra`,
  areas: (areas) => `el técnico atendiera ${zones(areas)}`,
  load: (unit, amount) => `el vehículo tuviera espacio para ${number(amount)} ${unit} más`,
  maxVisits: (count) => `el turno admitiera ${count} ${count === 1 ? 'visita' : 'visitas'}`,
}
const possibleIf = (...clauses: readonly string[]) => `Sería posible si ${clauses.join(' y ')}.`

const COST_LINES: Readonly<Record<PriceDifference['code'], string>> = {
  TRAVEL: 'viaje',
  WAITING: 'espera',
  OVERTIME: 'horas extra',
  SHIFT: 'turno',
  SPAN: 'tiempo fuera',
  HEAD: 'llamar al técnico',
  LATENESS: 'retraso',
  WORST_LATENESS: 'mayor retraso',
  SOFT_WINDOW: 'franjas acordadas',
  PREFERRED_WINDOW: 'franjas preferidas',
  ASAP: 'tiempo hasta el comienzo',
  PREFERENCE: 'técnico preferido',
  CONTINUITY: 'continuidad',
  SURPLUS_SKILL: 'habilidades de sobra',
  AREA: 'zonas preferidas',
  CHANGE: 'cambio de técnico',
  PROMISE: 'citas prometidas',
  GAP: 'días entre órdenes vinculadas',
  FAIRNESS: 'reparto equitativo',
  SCATTER: 'ruta dispersa',
  UNSERVED: 'órdenes sin atender',
}

function versus(deltaTotal: number, lines: readonly PriceDifference[]): string {
  if (lines.length === 0) return 'Cuesta lo mismo que la otra opción, línea por línea.'
  const total = deltaTotal === 0 ? 'Cuesta lo mismo que' : `Cuesta ${moreOrLess(deltaTotal)} que`
  return `${total} la otra opción: ${lines.map(({ code, delta }) => `${COST_LINES[code]} ${moreOrLess(delta)}`).join('; ')}.`
}
const moreOrLess = (cents: number) => `${money(Math.abs(cents))} ${cents < 0 ? 'menos' : 'más'}`

const WEEKDAYS = ['domingo', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado']
const MONTHS = [
  ...['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio'],
  ...['agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'],
]
const TIES: Readonly<Record<Tie, string>> = {
  'same-time': 'a la vez',
  after: 'después',
  'same-tech': 'mismo técnico',
  'other-tech': 'otro técnico',
  'not-same-route': 'otra ruta',
  'not-same-time': 'a otra hora',
  order: 'sucesión fijada',
  unknown: 'de otra clase',
}
const FIXED: Readonly<Record<FixedPart, string>> = { technician: 'técnico', time: 'hora', turn: 'posición en la ruta' }
const PRIORITIES: Readonly<Record<ReasonParams['DUE_DEFAULTED']['priority'], string>> = {
  EMERGENCY: 'emergencia',
  URGENT: 'urgente',
  ROUTINE: 'normal',
}
const BY: Readonly<Record<ReasonParams['TRAVEL_ESTIMATED']['profile'], string>> = {
  car: 'en automóvil',
  van: 'en furgoneta',
  truck: 'en camión',
  bicycle: 'en bicicleta',
  foot: 'a pie',
}

const day = (instant: string) => {
  const date = calendarDay(instant)
  return `${WEEKDAYS[date.weekday]} ${date.day} de ${MONTHS[date.month]}`
}
/** «las 17:00», but «la 01:30». */
const hour = (instant: string) => `${clock(instant).startsWith('01') ? 'la' : 'las'} ${clock(instant)}`
const moment = (instant: string) => `${day(instant)} a ${hour(instant)}`
/** Follows an article or a noun: «la del martes …». */
const span = (start: string, end: string) => {
  if (start === end) return `del ${moment(start)}`
  return isSameDay(start, end)
    ? `del ${day(start)}, ${clock(start)}–${clock(end)}`
    : `del ${moment(start)} al ${moment(end)}`
}
const number = (amount: number) => String(amount).replace('.', ',')
const money = (cents: number) => (cents / 100).toFixed(2).replace('.', ',')
const priced = ({ cents }: { readonly cents?: number }) => (cents === undefined ? '' : `, precio ${money(cents)}`)
/** How far the nearest miss is off. */
const by = (leastMinutes: number) => `por ${leastMinutes} min o más`
const techs = ({ techs }: AboutTechs) => `${techs} ${techs === 1 ? 'técnico' : 'técnicos'}`
const agree = ({ techs }: AboutTechs, one: string, several: string) => (techs === 1 ? one : several)
const zones = (areas: readonly string[]) => `${areas.length === 1 ? 'la zona' : 'las zonas'} ${list(areas)}`
const atLevels = ({ skills, levels }: { readonly [Key in keyof SkillsAtLevels]: readonly string[] }) =>
  list(skills.map((skill, index) => (levels[index] === '1' ? skill : `${skill} (nivel ${levels[index]})`)))
const surplus = ({ skills, held, needed }: ReasonParams['SURPLUS_SKILL']) =>
  list(skills.map((skill, index) => `${skill} (nivel ${held[index]}, no ${needed[index]})`))

export const SPANISH: Wording = {
  reasons: REASONS,
  unknown: (code, params) => `Motivo ${code}: ${bareParams(params) || 'sin más datos'}.`,
  versus,
}
