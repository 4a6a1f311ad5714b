// From a file to the challenge it holds: by the format of its set or, where that is not said, by the one its content shows,
// whatever its name says.
import type { SetName } from '../arguments.ts'
import type { Challenge } from './challenge.ts'
import { instanceName, readText } from './file.ts'
import { hhcrspChallenge } from './hhcrsp/challenge.ts'
import { isHhcrsp, readHhcrsp } from './hhcrsp/read.ts'
import { type Instance, UnreadableInstanceError } from './instance.ts'
import { routingChallenge } from './routing.ts'
import { isSolomon, readSolomon } from './solomon.ts'
import { trspChallenge } from './trsp/challenge.ts'
import { isTrsp, readTrsp } from './trsp/read.ts'
import { verologChallenge } from './verolog/challenge.ts'
import { isVerolog, readVerolog } from './verolog/read.ts'
import { isVrplib, readVrplib } from './vrplib.ts'

/** Of sets that have a format to themselves; all the others come as vehicle routing. */
interface OwnFormat {
  readonly set: SetName
  readonly name: string
  has(text: string): boolean
  read(text: string, name: string): Challenge
}

const OWN_FORMATS: readonly OwnFormat[] = [
  { set: 'trsp', name: 'TRSP', has: isTrsp, read: (text, name) => trspChallenge(readTrsp(text, name)) },
  { set: 'hhcrsp', name: 'HHCRSP', has: isHhcrsp, read: (text, name) => hhcrspChallenge(readHhcrsp(text, name)) },
  {
    set: 'verolog2019',
    name: 'VeRoLog',
    has: isVerolog,
    read: (text, name) => verologChallenge(readVerolog(text, name)),
  },
]

export async function readChallenge(path: string, set?: SetName): Promise<Challenge> {
  return parseChallenge(await readText(path), instanceName(path), set)
}

export function parseChallenge(text: string, name: string, set?: SetName): Challenge {
  const own = OWN_FORMATS.find((format) => (set === undefined ? format.has(text) : format.set === set))
  if (!own) return routingChallenge(parseInstance(text, name), set)
  if (own.has(text)) return own.read(text, name)
  throw new UnreadableInstanceError(`the content is no ${own.name} text`)
}

export function parseInstance(text: string, name: string): Instance {
  if (isVrplib(text)) return readVrplib(text, name)
  if (isSolomon(text)) return readSolomon(text, name)
  throw new UnreadableInstanceError('the content is neither Solomon nor VRPLIB text')
}
