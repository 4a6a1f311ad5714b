import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instanceName } from '../../bench/instances/file.ts'
import { UnreadableInstanceError } from '../../bench/instances/instance.ts'
import { parseInstance } from '../../bench/instances/read.ts'
import { instanceFile, instanceText, readInstance } from './files.ts'

const tenDoors = await instanceText('ten-doors.txt')
const oneWay = await instanceText('one-way-streets.vrp')
const C101 = await instanceText('C101.txt')

/** Three nodes on a plane; `lines` are put before the sections. */
const plane = (...lines: string[]) =>
  [
    ...['NAME: plane', 'TYPE: CVRP', 'DIMENSION: 3', 'EDGE_WEIGHT_TYPE: EUC_2D', 'CAPACITY: 7', ...lines],
    ...['NODE_COORD_SECTION', '1 0 0', '2 3 4', '3 -1.5 0', 'DEMAND_SECTION', '1 0', '2 4', '3 2'],
    ...['DEPOT_SECTION', '1', '-1', 'EOF', ''],
  ].join('\n')

const matrix = (format: string, weights: string) =>
  [
    ...['DIMENSION : 3', 'CAPACITY : 9', 'EDGE_WEIGHT_TYPE : EXPLICIT', `EDGE_WEIGHT_FORMAT : ${format}`],
    ...['EDGE_WEIGHT_SECTION', weights, 'DEMAND_SECTION', '1 0', '2 1', '3 1'],
  ].join('\n')

function faultOf(text: string): UnreadableInstanceError {
  try {
    parseInstance(text, 'faulty')
  } catch (error) {
    if (error instanceof UnreadableInstanceError) return error
    throw error
  }
  throw new Error('it was read without a fault')
}

describe('a Solomon file', () => {
  test('gives vehicles, capacity, the depot and its customers in file order', () => {
    const { name, vehicles, capacity, nodes, distances } = parseInstance(tenDoors, 'ten-doors')
    expect({ name, vehicles, capacity, nodes: nodes.length }).toEqual({
      name: 'ten-doors',
      vehicles: 4,
      capacity: 30,
      nodes: 11,
    })
    expect(nodes[0]).toEqual({ demand: 0, opens: 0, closes: 300, service: 0 })
    expect(nodes[2]).toEqual({ demand: 5, opens: 40, closes: 120, service: 15 })
    expect(distances.kind === 'euclidean' && distances.points[2]).toEqual({ x: 62, y: 55 })
  })

  test('reads the same with either kind of line end, as published ones come with both', () => {
    expect(C101).toContain('\r\n')
    expect(parseInstance(C101.replaceAll('\r\n', '\n'), 'C101')).toEqual(parseInstance(C101, 'C101'))
    expect(parseInstance(C101, 'C101').nodes).toHaveLength(101)
  })

  test.each([
    ['cut off inside a line', tenDoors.trimEnd().slice(0, -12), /^line 20: 7 numbers expected, not 6$/],
    ['cut off before the customers', tenDoors.slice(0, tenDoors.indexOf('    1 ')), /a depot and a customer/],
    [
      'cut off before the fleet',
      tenDoors.slice(0, tenDoors.indexOf('  4 ')).concat('CUSTOMER\n'),
      /^CUSTOMER is missing\. Maybe/,
    ],
    ['with a customer missing', tenDoors.replace(/ {4}4 .*\n/, ''), /^line 14: customer 4 expected, not 5$/],
    ['with a word for a number', tenDoors.replace('62         55', '62         5S'), /^line 12: "5S" is not a number$/],
    [
      'with a window that ends before it begins',
      tenDoors.replace(' 40        120', '140        120'),
      /^line 12: .*120/,
    ],
    ['with less than nothing to carry', tenDoors.replace('10          0        250', '-1          0        250'), /-1/],
    ['with half a vehicle', tenDoors.replace('  4          30', '  4.5        30'), /^line 5: .*4.5 is not whole$/],
    ['with a headline missing', tenDoors.replace(/CUST NO.*\n/, ''), /^line 9: CUST NO/],
  ])('%s is refused with its line and cause', (_, text, message) => {
    expect(faultOf(text).message).toMatch(message)
  })
})

describe('a VRPLIB file', () => {
  test('gives an asymmetric matrix row by row, windows and service times', () => {
    const { vehicles, capacity, nodes, distances } = parseInstance(oneWay, 'one-way-streets')
    expect({ vehicles, capacity, nodes: nodes.length }).toEqual({ vehicles: 3, capacity: 12, nodes: 9 })
    expect(nodes[3]).toEqual({ demand: 5, opens: 900, closes: 2700, service: 360 })
    expect(distances.kind === 'explicit' && [distances.matrix[1], distances.matrix[9]]).toEqual([210, 330])
  })

  test('with CRLF line ends reads the same', () => {
    expect(parseInstance(oneWay.replaceAll('\n', '\r\n'), 'a')).toEqual(parseInstance(oneWay, 'a'))
  })

  test('without windows, fleet or service has none, one vehicle a customer, and no service', () => {
    const { vehicles, capacity, nodes, distances } = parseInstance(plane(), 'plane')
    expect({ vehicles, capacity }).toEqual({ vehicles: 2, capacity: 7 })
    expect(nodes[1]).toEqual({ demand: 4, opens: 0, closes: Number.POSITIVE_INFINITY, service: 0 })
    expect(distances.kind === 'euclidean' && distances.points[2]).toEqual({ x: -1.5, y: 0 })
  })

  test('with one service time for all gives it to the customers, not to the depot', () => {
    expect(parseInstance(plane('SERVICE_TIME: 5'), 'plane').nodes.map(({ service }) => service)).toEqual([0, 5, 5])
  })

  test.each([
    ['FULL_MATRIX', '0 1 2\n3 0 4\n5 6 0', [0, 1, 2, 3, 0, 4, 5, 6, 0]],
    ['LOWER_ROW', '1\n2 3', [0, 1, 2, 1, 0, 3, 2, 3, 0]],
    ['LOWER_DIAG_ROW', '0\n1 0\n2 3 0', [0, 1, 2, 1, 0, 3, 2, 3, 0]],
    ['UPPER_ROW', '1 2\n3', [0, 1, 2, 1, 0, 3, 2, 3, 0]],
    ['UPPER_DIAG_ROW', '0 1 2 0\n3 0', [0, 1, 2, 1, 0, 3, 2, 3, 0]],
  ])('lays out %s, wherever its lines break', (format, weights, expected) => {
    const { distances } = parseInstance(matrix(format, weights), 'matrix')
    expect(distances.kind === 'explicit' && [...distances.matrix]).toEqual(expected)
  })

  test.each([
    [
      'a section that changes the problem',
      plane().replace('DEPOT_SEC', 'BACKHAUL_SECTION\n1 0\nDEPOT_SEC'),
      /^line 14: BACKHAUL_SECTION is not/,
    ],
    [
      'a header that changes the problem',
      plane('VEHICLES_MAX_DISTANCE: 450'),
      /^line 6: header VEHICLES_MAX_DISTANCE is not/,
    ],
    ['another problem', plane().replace('CVRP', 'VRPPD'), /^line 2: TYPE VRPPD is not supported$/],
    ['other distances', plane().replace('EUC_2D', 'GEO'), /^line 4: EDGE_WEIGHT_TYPE GEO is not supported$/],
    ['another layout', matrix('LOWER_COL', '1 2 3'), /^line 4: EDGE_WEIGHT_FORMAT LOWER_COL is not supported$/],
    ['a layout named like a property', matrix('constructor', '1 2 3'), /constructor is not supported$/],
    ['several depots and nobody in them', plane().replace('\n-1', '\n2\n-1'), /^VEHICLES_DEPOT_SECTION is missing/],
    ['a depot in the middle', plane().replace('SECTION\n1\n', 'SECTION\n2\n'), /^line 14: depots .* not as 2$/],
    ['nothing but depots', plane().replace('\n-1', '\n2\n3\n-1'), /^line 14: depots .* not as 1 2 3$/],
    ['a matrix cut off', matrix('FULL_MATRIX', '0 1 2\n3 0'), /^line 7: the matrix is cut off$/],
    ['a matrix too large', matrix('FULL_MATRIX', '0 1 2 3 0 4 5 6 0 7'), /^line 5: the matrix has more numbers/],
    ['a fraction in a matrix', matrix('FULL_MATRIX', '0 1 2 3.5 0 4 5 6 0'), /^line 6: the weight 3.5 is not whole$/],
    ['a road that takes less than no time', matrix('FULL_MATRIX', '0 1 2 -3 0 4 5 6 0'), /-3 is not between 0 and/],
    ['a node missing', plane().replace('3 -1.5 0\n', ''), /^line 6: NODE_COORD_SECTION has 2 rows for 3 nodes$/],
    ['nodes out of order', plane().replace('2 4\n3 2', '3 2\n2 4'), /^line 12: node 2 expected, not 3$/],
    ['no capacity', plane().replace('CAPACITY: 7\n', ''), /^header CAPACITY is missing$/],
    ['no demand', plane().replace(/DEMAND_SECTION\n[^A-Z]*/, ''), /^DEMAND_SECTION is missing/],
    [
      'a dimension nobody can hold',
      plane().replace('DIMENSION: 3', 'DIMENSION: 1e9'),
      /^line 3: DIMENSION 1000000000 /,
    ],
    ['a header twice', plane('CAPACITY: 8'), /^line 6: CAPACITY stands there twice$/],
    ['a section twice', plane().replace('EOF', 'DEMAND_SECTION'), /^line 17: DEMAND_SECTION stands there twice$/],
    ['a stray line', `hello\n${plane()}`, /^line 1: "hello" is neither a header nor in a section$/],
  ])('with %s is refused by name', (_, text, message) => {
    expect(faultOf(text).message).toMatch(message)
  })
})

test('whatever happens to a file, it is read or refused with a cause in one line', () => {
  const original = fc.constantFrom(tenDoors, oneWay, plane('VEHICLES: 2', 'SERVICE_TIME: 3'))
  const debris = fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.constantFrom('', '-1', '1e308', '9'.repeat(30), '\n', 'A_SECTION\n'),
  )
  let refused = 0
  fc.assert(
    fc.property(original, fc.nat(2000), fc.nat(40), debris, (text, at, length, instead) => {
      const damaged = text.slice(0, at) + instead + text.slice(at + length)
      try {
        expect(parseInstance(damaged, 'damaged').nodes.length).toBeGreaterThan(1)
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableInstanceError)
        expect((error as Error).message).not.toMatch(/[\r\n]/)
        refused++
      }
    }),
    { numRuns: 500 },
  )
  expect(refused).toBeGreaterThan(100)
})

describe('a file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'instances-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const written = async (name: string, content: string | Uint8Array) => {
    await writeFile(join(folder, name), content)
    return join(folder, name)
  }

  test('is told by its content, not by its name', async () => {
    expect(await readInstance(await written('a.vrp', tenDoors))).toEqual(parseInstance(tenDoors, 'a'))
    expect(await readInstance(await written('b.txt', oneWay))).toEqual(parseInstance(oneWay, 'b'))
    expect(await readInstance(await written('c.txt', gzipSync(C101)))).toEqual(parseInstance(C101, 'c'))
    expect(await readInstance(await written('d.vrp.gz', oneWay))).toEqual(parseInstance(oneWay, 'd'))
  })

  test.each([
    ['/data/C101.txt', 'C101'],
    ['ORTEC-n200-k15.txt.gz', 'ORTEC-n200-k15'],
    ['X.vrp', 'X'],
    ['v1.2', 'v1.2'],
  ])('%s holds the instance %s', (path, name) => {
    expect(instanceName(path)).toBe(name)
  })

  test.each([
    ['empty', '', /neither Solomon nor VRPLIB/],
    ['of random bytes', Uint8Array.from({ length: 999 }, (_, i) => (i * 7919) & 0xff), /neither Solomon nor VRPLIB/],
    ['of some other text', '{"tickets": []}', /neither Solomon nor VRPLIB/],
    ['packed and cut off', gzipSync(C101).subarray(0, 500), /^cannot be unpacked: unexpected end of file$/],
    ['packed and damaged', gzipSync(C101).fill(0, 100, 200), /^cannot be unpacked: /],
  ])('%s is refused with its cause', async (_, content, message) => {
    const reading = readInstance(await written('faulty.txt', content))
    await expect(reading).rejects.toBeInstanceOf(UnreadableInstanceError)
    await expect(reading).rejects.toThrow(message)
  })

  test('that is missing, or a folder, is refused with its cause', async () => {
    await expect(readInstance(join(folder, 'missing.txt'))).rejects.toThrow(/^cannot be read: ENOENT/)
    await expect(readInstance(folder)).rejects.toThrow(/^cannot be read: EISDIR/)
  })

  test('of the tests is read from where it lies', async () => {
    expect((await readInstance(instanceFile('C101.txt'))).name).toBe('C101')
  })
})
