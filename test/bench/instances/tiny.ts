// An instance of each format as small as can be, with a plan whose cost is worked out by hand beside it. All made up.
import type { RICH_SETS } from '../../../bench/arguments.ts'
import type { Tour } from '../../../bench/instances/challenge.ts'

export interface Tiny {
  readonly text: string
  readonly tours: readonly Tour[]
  readonly cost: number
  /** In the form of the set's own solutions. */
  readonly solution: string
}

const lines = (...text: string[]) => `${text.join('\n')}\n`

/** Two depots ten apart; only the second reaches customer 3 within the longest time. 5 + 5 and 5 + 7 + 12, in thousandths. */
export const DEPOTS: Tiny = {
  text: lines(
    ...['NAME: depots', 'TYPE: MDVRPTW', 'EDGE_WEIGHT_TYPE: EUC_2D', 'DIMENSION: 5', 'VEHICLES: 3', 'CAPACITY: 5'],
    ...['VEHICLES_MAX_DURATION: 30', 'NODE_COORD_SECTION', '1\t0\t0', '2\t10\t0', '3\t3\t4', '4\t10\t5', '5\t10\t12'],
    ...[
      'DEMAND_SECTION',
      '1\t0',
      '2\t0',
      '3\t2',
      '4\t2',
      '5\t3',
      'SERVICE_TIME_SECTION',
      '1\t0',
      '2\t0',
      '3\t2',
      '4\t2',
    ],
    ...['5\t2', 'TIME_WINDOW_SECTION', '1\t0\t100', '2\t0\t100', '3\t0\t100', '4\t20\t40', '5\t0\t60'],
    ...['VEHICLES_DEPOT_SECTION', '1\t1', '2\t1', '3\t2', 'DEPOT_SECTION', '1', '2'],
  ),
  tours: [
    { route: 0, stops: [1] },
    { route: 2, stops: [2, 3] },
  ],
  cost: 34_000,
  solution: 'Route #1: 2\nRoute #2:\nRoute #3: 3 4\nCost: 34000\n',
}

/** A small van that may serve everybody and a large one that may not: 5 + √13 + √2 and 2 × 10, in thousandths. */
export const CLIENTELES: Tiny = {
  text: lines(
    ...['NAME: clienteles', 'TYPE: SDVRPTW', 'EDGE_WEIGHT_TYPE: EUC_2D', 'DIMENSION: 4', 'VEHICLES: 3'],
    ...['VEHICLES_MAX_DURATION: 50', 'NODE_COORD_SECTION', '1 0 0', '2 3 4', '3 6 8', '4 1 1'],
    ...['DEMAND_SECTION', '1 0', '2 2', '3 9', '4 2', 'SERVICE_TIME_SECTION', '1 0', '2 1', '3 1', '4 1'],
    ...['TIME_WINDOW_SECTION', '1 0 100', '2 0 100', '3 0 100', '4 0 100', 'CAPACITY_SECTION', '1 4', '2 9', '3 4'],
    ...['VEHICLES_ALLOWED_CLIENTS_SECTION', '1 2 3 4', '2 3 4', '3 2 3 4', 'EOF'],
  ),
  tours: [
    { route: 0, stops: [1, 3] },
    { route: 1, stops: [2] },
  ],
  cost: 5000 + 3606 + 1414 + 20_000,
  solution: 'Route #1: 1 3\nRoute #2: 2\nRoute #3:\nCost: 30020\n',
}

/** Room for two; the third is left out for 3: 2 × 10 and 3, in tenths. */
export const PRIZES: Tiny = {
  text: lines(
    ...['NAME : prizes', 'TYPE : PCVRPTW', 'DIMENSION : 4', 'VEHICLES : 1', 'CAPACITY : 2', 'SERVICE_TIME : 1'],
    ...['EDGE_WEIGHT_TYPE : EUC_2D', 'NODE_COORD_SECTION', '1 0 0', '2 3 4', '3 6 8', '4 0 -4'],
    ...[
      'DEMAND_SECTION',
      '1 0',
      '2 1',
      '3 1',
      '4 1',
      'TIME_WINDOW_SECTION',
      '1 0 100',
      '2 0 100',
      '3 0 100',
      '4 0 100',
    ],
    ...['PRIZE_SECTION', '1 0', '2 30', '3 30', '4 3', 'DEPOT_SECTION', '1', '-1', 'EOF'],
  ),
  tours: [{ route: 0, stops: [1, 2] }],
  cost: 230,
  solution: 'Route #1: 1 2\nCost: 230\n',
}

/** One van with room for one; what the near customer gets comes at 10: 2 × 10 and 2 × 5, in tenths. */
export const TRIPS: Tiny = {
  text: lines(
    ...['NAME: trips', 'TYPE: MTVRPTWR', 'EDGE_WEIGHT_TYPE: EUC_2D', 'DIMENSION: 3', 'VEHICLES: 1', 'CAPACITY: 1'],
    ...['SERVICE_TIME: 1', 'NODE_COORD_SECTION', '1 0 0', '2 3 4', '3 6 8', 'DEMAND_SECTION', '1 0', '2 1', '3 1'],
    ...['TIME_WINDOW_SECTION', '1 0 100', '2 0 26', '3 0 100', 'RELEASE_TIME_SECTION', '1 0', '2 10', '3 0'],
    ...['VEHICLES_RELOAD_DEPOT_SECTION', '1 1', 'DEPOT_SECTION', '1', 'EOF'],
  ),
  tours: [{ route: 0, stops: [2, 0, 1] }],
  cost: 300,
  solution: 'Route #1: 2 0 1\nCost: 300\n',
}

/**
 * Technician 1 has no tool and no second part, so the way leads by the depot: out at 15 for the window at 20, home at 40.
 * Technician 2 alone has skill 1: 5 + 3 + 5.
 */
export const TECHNICIANS: Tiny = {
  text: lines(
    ...['tiny.3_2-2-1-2', '', 'INFO', 'CREW COUNT  SKILLS  TOOLS   SPARE PARTS', '2 2 1 2', ''],
    ...['DEPOT TECHNICIANS AND REQUESTS', 'ID   X     Y     TWS    TWE    Serv   SKILLS   TOOLS    SPARE PARTS'],
    ...['0 0 0 0 100 0 [] \t[] \t[]', '1 3 4 0 100 0 [0] \t[] \t[1,0]', '2 10 0 0 100 0 [0,1] \t[0] \t[0,0]'],
    ...['3 6 8 20 30 2 [0] \t[] \t[1,0]', '4 3 0 0 50 1 [0] \t[0] \t[0,1]', '5 10 5 0 100 3 [1] \t[] \t[0,0]'],
  ),
  tours: [
    { route: 0, stops: [1, 0, 2] },
    { route: 1, stops: [3] },
  ],
  cost: 38,
  solution: 'Technician 1: 3 0 4\nTechnician 2: 5\nCost 38\n',
}

/**
 * Patient 2 needs two at once: the first comes from patient 1, begun at 12, at 32, and both are 2 late; 85 on the road. The
 * last node is the first again.
 */
export const CARE: Tiny = {
  text: lines(
    ...[
      'nbNodes',
      '4',
      'nbVehi',
      '2',
      'nbServi',
      '2',
      'r',
      '1 1',
      '1 0',
      '1 1',
      '1 1',
      'DS',
      '2 ',
      'a',
      '1  0',
      '0  1',
    ],
    ...['x', '0 10 20 0', 'y', '0 0 0 0', 'd', '0.0 10.0 20 0', '10 0 15 10', '20 15 0 20', '0 10 20 0'],
    ...['p', '0 0', '0 0', '5.0 5.0', '5 5', '8 8', '8 8', '0 0', '0 0', 'mind', '0 0 0 0', 'maxd', '0 0 0 0'],
    ...['e', '0 12 0 0', 'l', '100 20 30 100'],
  ),
  tours: [
    { route: 0, stops: [1, 2] },
    { route: 1, stops: [3] },
  ],
  cost: 30.333333,
  solution: lines(
    ...['# Solution for tiny', '# Cost = 30.333333 Dist = 85 Tard = 4 TMax = 2'],
    ...['# <vehicle> <route length>', '# <origin node> <dest node> <vehicle> <service type>'],
    ...['0 3', '0 1 0 0', '1 2 0 0', '2 0 0 0', '1 2', '0 2 1 1', '2 0 1 0'],
  ),
}

/**
 * A truck for two days, 30 and 10 far: 80 for the way, 10 for the days, 50 for the truck. Technician 1 on day 2, 7 + 5 + 7
 * far, and technician 2 at home on day 4: 19, 14 for the days, 60 for the two. One machine idle for a day: 1.
 */
export const MACHINES: Tiny = {
  text: lines(
    ...['DATASET = made up', 'NAME = Machines', '', 'DAYS = 4', 'TRUCK_CAPACITY = 10', 'TRUCK_MAX_DISTANCE = 100', ''],
    ...['TRUCK_DISTANCE_COST = 2', 'TRUCK_DAY_COST = 5', 'TRUCK_COST = 50', 'TECHNICIAN_DISTANCE_COST = 1'],
    ...['TECHNICIAN_DAY_COST = 7', 'TECHNICIAN_COST = 30', '', 'MACHINES = 2', ' 1 6 3', ' 2 4 1', ''],
    ...['LOCATIONS = 4', '1 0 0', '2 3 4', '3 6 8', '4 0 10', '', 'REQUESTS = 3', '1 2 1 2 1 1', '2 3 1 1 2 2'],
    ...['3 2 2 3 2 1', '', 'TECHNICIANS = 2', ' 1 4 60 2  1 1', ' 2 2 20 1  0 1'],
  ),
  // Trucks of days 1 to 3, then both technicians on days 2 to 4.
  tours: [
    { route: 0, stops: [2, 0, 1] },
    { route: 1, stops: [3] },
    { route: 3, stops: [5, 4] },
    { route: 8, stops: [6] },
  ],
  cost: 234,
  solution: lines(
    ...['DATASET = VeRoLog solver challenge 2019', 'NAME = Machines', ''],
    ...['TRUCK_DISTANCE = 40', 'NUMBER_OF_TRUCK_DAYS = 2', 'NUMBER_OF_TRUCKS_USED = 1', 'TECHNICIAN_DISTANCE = 19'],
    ...[
      'NUMBER_OF_TECHNICIAN_DAYS = 2',
      'NUMBER_OF_TECHNICIANS_USED = 2',
      'IDLE_MACHINE_COSTS = 1',
      'TOTAL_COST = 234',
    ],
    ...['', 'DAY = 1', 'NUMBER_OF_TRUCKS = 1', '0 2 0 1', 'NUMBER_OF_TECHNICIANS = 0'],
    ...['', 'DAY = 2', 'NUMBER_OF_TRUCKS = 1', '0 3', 'NUMBER_OF_TECHNICIANS = 1', '1 2 1'],
    ...['', 'DAY = 3', 'NUMBER_OF_TRUCKS = 0', 'NUMBER_OF_TECHNICIANS = 0'],
    ...['', 'DAY = 4', 'NUMBER_OF_TRUCKS = 0', 'NUMBER_OF_TECHNICIANS = 1', '2 3'],
  ),
}

export const TINY_OF_SET = {
  mdvrptw: DEPOTS,
  sdvrptw: CLIENTELES,
  pcvrptw: PRIZES,
  mtvrptwr: TRIPS,
  trsp: TECHNICIANS,
  hhcrsp: CARE,
  verolog2019: MACHINES,
} as const satisfies Readonly<Record<(typeof RICH_SETS)[number], Tiny>>
