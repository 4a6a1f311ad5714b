// A made-up instance of any size in the shape of Gehring and Homberger's RC1: half of the customers in clusters and half
// anywhere, about eleven to a van, narrow windows for three in four. As dense at every size. Knows no solver but its chance.
import { Random } from '../../solver/random.ts'
import type { Instance, InstanceNode, Point } from '../instances/instance.ts'

const SHAPE = {
  /** One customer on so much ground, in square units; Solomon's hundred lie on 100 × 100. */
  ground: 100,
  clusterOf: 50,
  /** A cluster reaches so far from its middle. */
  clusterReach: 15,
  capacity: 200,
  mostDemand: 35,
  service: 10,
  /** On top of the way to the farthest corner and back. */
  workday: 200,
  windowed: 0.75,
  shortestWindow: 30,
  longestWindow: 120,
  visitsPerVehicle: 4,
}

export function plainInstance(visits: number, seed: number): Instance {
  const random = new Random(seed)
  const side = Math.sqrt(visits * SHAPE.ground)
  const depot: Point = { x: Math.round(side / 2), y: Math.round(side / 2) }
  const closes = Math.ceil(Math.SQRT2 * side) + SHAPE.workday
  const points = pointsOn(side, visits, random)
  return {
    name: `plain-${visits}-${seed}`,
    vehicles: Math.ceil(visits / SHAPE.visitsPerVehicle),
    capacity: SHAPE.capacity,
    nodes: [
      { demand: 0, opens: 0, closes, service: 0 },
      ...points.map((point) => customerAt(Math.hypot(point.x - depot.x, point.y - depot.y), closes, random)),
    ],
    distances: { kind: 'euclidean', points: [depot, ...points] },
  }
}

function pointsOn(side: number, visits: number, random: Random): Point[] {
  const anywhere = (): Point => ({ x: random.fraction() * side, y: random.fraction() * side })
  const middles = Array.from({ length: Math.ceil(visits / 2 / SHAPE.clusterOf) }, anywhere)
  const within = (at: number) => Math.round(Math.min(side, Math.max(0, at)))
  const around = () => (random.fraction() + random.fraction() - 1) * SHAPE.clusterReach
  return Array.from({ length: visits }, (_, visit) => {
    const middle = visit % 2 === 0 ? middles[random.below(middles.length)]! : undefined
    const { x, y } = middle ? { x: middle.x + around(), y: middle.y + around() } : anywhere()
    return { x: within(x), y: within(y) }
  })
}

/** There is always time for it on a tour of its own. */
function customerAt(distance: number, closes: number, random: Random): InstanceNode {
  const demand = 1 + random.below(SHAPE.mostDemand)
  const earliest = Math.ceil(distance)
  const latest = closes - earliest - SHAPE.service
  const node = { demand, service: SHAPE.service }
  if (!random.chance(SHAPE.windowed)) return { ...node, opens: 0, closes: latest }
  const width = SHAPE.shortestWindow + random.below(SHAPE.longestWindow - SHAPE.shortestWindow + 1)
  const opens = earliest + random.below(Math.max(1, latest - earliest - width + 1))
  return { ...node, opens, closes: Math.min(latest, opens + width) }
}
