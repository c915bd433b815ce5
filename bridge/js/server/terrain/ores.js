'use strict'
/**
 * Blobs of other rock and veins of ore: rules/ores.json, drawn as vanilla draws them. A chunk puts in what reaches into it, of its own veins and of those
 * that its eight neighbours throw, so that veins are whole across borders.
 */

const { hash, keyed, stream } = require('../random')
const { cell, MIN_Y, HEIGHT } = require('./column')
const { ores, blobs } = require('../rules')('ores')

const TOP = MIN_Y + HEIGHT - 1

/**
 * @param {number} seed
 * @param {(name: string) => number} state default state by block name
 * @param {(x: number, z: number) => string} biomeAt
 * @returns {(states: Uint16Array, cx: number, cz: number, highest: number) => void}
 *   puts rock and ores into a column's hollowed array; `highest`: of its ground
 */
function oresOf (seed, state, biomeAt) {
  const air = state('air')
  const rock = ['stone', 'granite', 'diorite', 'andesite', 'tuff', 'deepslate'].map(state)
  const table = given => { // what becomes of a state: 0 for what stays
    const into = new Uint16Array(0x10000)
    for (const [from, to] of given) into[from] = to
    return into
  }
  const kinds = [
    ...blobs.map(blob => ({ ...blob, buried: 0, into: table(rock.map(from => [from, state(blob.block)])) })),
    ...ores.map(ore => ({ ...ore, into: table(rock.map((from, i) => [from, state(i < 4 ? ore.block : 'deepslate_' + ore.block)])) }))
  ]

  for (const kind of kinds) kind.swell = Array.from({ length: kind.size }, (_, i) => Math.sin(Math.PI * i / kind.size) + 1)
  const largest = Math.max(...kinds.map(({ size }) => size))
  const radii = new Float64Array(largest)
  const done = new Float64Array(4 * largest) // x, y, z and radius of the balls of this vein

  function fill (states, cx, cz, highest) {
    kinds.forEach((kind, n) => {
      for (let dx = -1; dx <= 1; dx++) {
        for (let dz = -1; dz <= 1; dz++) thrown(states, kind, n, cx + dx, cz + dz, dx * 16, dz * 16, highest)
      }
    })
  }

  /** The veins of one kind that a chunk throws; x0, z0: its corner, seen from the column that is filled. */
  function thrown (states, kind, n, cx, cz, x0, z0, highest) {
    const dice = keyed(seed, 'ore', n, cx, cz)
    const tries = Math.floor(kind.tries) + (dice() < kind.tries % 1 ? 1 : 0)
    const half = kind.size / 8
    const reach = half + kind.size / 16 + 1
    for (let i = 0; i < tries; i++) { // the same number of throws for each, whether it reaches into this column or not
      const spread = kind.shape === 'triangle' ? (dice() + dice()) / 2 : dice()
      const y = Math.floor(kind.from + spread * (kind.to - kind.from + 1))
      const x = x0 + Math.floor(dice() * 16)
      const z = z0 + Math.floor(dice() * 16)
      const angle = dice() * Math.PI
      const y1 = y - 2 + Math.floor(dice() * 3)
      const y2 = y - 2 + Math.floor(dice() * 3)
      const salt = Math.floor(dice() * 2 ** 32)
      if (y - reach > highest || y + reach < MIN_Y || x + reach < 0 || x - reach > 16 || z + reach < 0 || z - reach > 16) continue
      if (kind.biomes && !kind.biomes.includes(biomeAt(cx * 16 + x - x0, cz * 16 + z - z0))) continue
      vein(states, kind, x, z, y1, y2, Math.sin(angle) * half, Math.cos(angle) * half, salt)
    }
  }

  /** Balls along a line, thickest in the middle. From there outwards: most of the small ones lie within a larger one that is done. */
  function vein (states, kind, x, z, y1, y2, dx, dz, salt) {
    const dice = stream(salt)
    const { size } = kind
    for (let i = 0; i < size; i++) radii[i] = (kind.swell[i] * dice() * size / 16 + 1) / 2
    let kept = 0
    for (let n = 0; n < size; n++) {
      const i = (size >> 1) + (n & 1 ? -(n + 1 >> 1) : n >> 1)
      const t = i / size
      const bx = x + dx * (1 - 2 * t)
      const by = y1 + (y2 - y1) * t
      const bz = z + dz * (1 - 2 * t)
      if (isWithin(kept, bx, by, bz, radii[i])) continue
      done[kept++] = bx
      done[kept++] = by
      done[kept++] = bz
      done[kept++] = radii[i]
      ball(states, kind, bx, by, bz, radii[i], salt)
    }
  }

  function isWithin (kept, x, y, z, radius) {
    for (let i = 0; i < kept; i += 4) {
      const spare = done[i + 3] - radius
      if (spare >= 0 && (done[i] - x) ** 2 + (done[i + 1] - y) ** 2 + (done[i + 2] - z) ** 2 <= spare * spare) return true
    }
    return false
  }

  function ball (states, { into, buried }, x, y, z, radius, salt) {
    const x1 = Math.min(15, Math.floor(x + radius))
    const z1 = Math.min(15, Math.floor(z + radius))
    const z0 = Math.max(0, Math.floor(z - radius))
    for (let bx = Math.max(0, Math.floor(x - radius)); bx <= x1; bx++) {
      for (let bz = z0; bz <= z1; bz++) {
        const flat = (bx + 0.5 - x) ** 2 + (bz + 0.5 - z) ** 2
        if (flat >= radius * radius) continue
        const tall = Math.sqrt(radius * radius - flat)
        const last = cell(bx, Math.min(TOP, Math.ceil(y - 0.5 + tall) - 1), bz) // the middles of cells that lie within
        for (let at = cell(bx, Math.max(MIN_Y + 1, Math.floor(y - 0.5 - tall) + 1), bz); at <= last; at += 256) {
          const to = into[states[at]]
          if (to === 0 || (buried > 0 && isOpen(states, at) && hash(salt, at) < buried * 2 ** 32)) continue
          states[at] = to
        }
      }
    }
  }

  /** Whether a cell touches air, as far as this column knows. */
  function isOpen (states, at) {
    return states[at + 256] === air || states[at - 256] === air || ((at & 15) > 0 && states[at - 1] === air) || ((at & 15) < 15 && states[at + 1] === air) ||
      ((at & 240) > 0 && states[at - 16] === air) || ((at & 240) < 240 && states[at + 16] === air)
  }

  return fill
}

module.exports = { oresOf }
