'use strict'
/**
 * Where a liquid goes, as vanilla's FlowingFluid decides it. (Minecraft Wiki, "Fluid".) Reads cells only; plugins/fluids.js changes them.
 */

const rules = require('./rules')('fluids')
const { OFFSETS, FALLING, SOURCE } = require('./liquids')

const DOWN = 0
const UP = 1
/** North, east, south, west: vanilla's order of looking; it goes there in the order north, south, west, east. */
const SIDES = [2, 5, 3, 4]

/** Farthest search in any world, in cells from the one that flows. */
const REACH = 8
const WIDE = 2 * REACH + 1

/**
 * @param liquids what liquidsOf() answered
 */
function flowOf (liquids) {
  const { at, open } = liquids
  const beside = (x, y, z, d) => at(x + OFFSETS[d][0], y + OFFSETS[d][1], z + OFFSETS[d][2])

  /** What a cell would hold, by what is around it. */
  function next (liquid, x, y, z, here) {
    const { loss, renews } = rules[liquid]
    let most = 0
    let sources = 0
    for (const d of SIDES) {
      const other = beside(x, y, z, d)
      if (other.liquid !== liquid || !open(here, other, d)) continue
      if (other.source) sources++
      most = Math.max(most, other.amount)
    }
    if (renews && sources >= 2) {
      const below = at(x, y - 1, z)
      if (below.solid || (below.liquid === liquid && below.source)) return SOURCE
    }
    const above = at(x, y + 1, z)
    if (above.liquid === liquid && open(here, above, UP)) return FALLING
    return Math.max(0, most - loss)
  }

  const holds = (cell, fill, liquid) => cell.hold === 'any' || (cell.hold === 'source' && fill === SOURCE && liquid === 'water')

  /** Whether what is in a cell gives way. */
  function yields (liquid, d, x, y, z, to) {
    if (to.liquid === null) return true
    if (to.liquid === 'water') return d === DOWN && liquid !== 'water'
    return liquid === 'water' && (at(x, y + 1, z).liquid === to.liquid || to.amount >= 4)
  }

  function enters (liquid, x, y, z, from, d, fill) {
    const [dx, dy, dz] = OFFSETS[d]
    const to = at(x + dx, y + dy, z + dz)
    return yields(liquid, d, x + dx, y + dy, z + dz, to) && open(from, to, d) && holds(to, fill, liquid)
  }

  const hole = (liquid, cell, below, fill) => open(cell, below, DOWN) && (below.liquid === liquid || holds(below, fill, liquid))

  /**
   * Where the liquid in a cell goes now: [direction, fill] each, in order. `here` is the cell, `filled(d, fill)` is called for each and may change the world.
   */
  function spread (liquid, x, y, z, here, filled) {
    const below = at(x, y - 1, z)
    const fill = next(liquid, x, y - 1, z, below)
    if (enters(liquid, x, y, z, here, DOWN, fill)) {
      filled(DOWN, fill)
      const sources = SIDES.filter(d => { const other = beside(x, y, z, d); return other.liquid === liquid && other.source })
      if (sources.length < 3) return
    } else if (!here.source && hole(liquid, here, below, fill)) return
    const { loss, search } = rules[liquid]
    if (!here.falling && here.amount - loss <= 0) return
    const free = d => { const to = beside(x, y, z, d); return to.liquid !== liquid && to.hold !== 'none' && open(here, to, d) }
    if (!SIDES.some(free)) return
    const ways = shortest(liquid, x, y, z, here, Math.min(search, REACH - 1))
    for (const [d, amount] of ways.sort((a, b) => a[0] - b[0])) if (enters(liquid, x, y, z, here, d, amount)) filled(d, amount)
  }

  /** To which sides it flows: where the way to a hole is shortest; everywhere when there is none near. */
  function shortest (liquid, x, y, z, here, search) {
    const cells = new Array(WIDE * WIDE)
    const look = (dx, dz) => (cells[(dx + REACH) * WIDE + dz + REACH] ??= seen(liquid, x + dx, y, z + dz))
    let least = Infinity
    let ways = []
    for (const d of SIDES) {
      const [dx, , dz] = OFFSETS[d]
      const to = look(dx, dz)
      if ((to.cell.liquid === liquid && to.cell.source) || !open(here, to.cell, d)) continue
      const fill = next(liquid, x + dx, y, z + dz, to.cell)
      if (!holds(to.cell, fill, liquid)) continue
      const length = to.hole() ? 0 : wayDown(liquid, dx, dz, Math.min(search, least), look)
      if (length < least) ways = []
      if (length <= least) {
        ways.push([d, fill])
        least = length
      }
    }
    return ways
  }

  /** Steps from a cell beside the flowing one to the nearest hole; Infinity when it is farther than `most`. */
  function wayDown (liquid, dx, dz, most, look) {
    const visited = new Uint8Array(WIDE * WIDE)
    visited[REACH * WIDE + REACH] = visited[(dx + REACH) * WIDE + dz + REACH] = 1
    let edge = [[dx, dz]]
    for (let step = 1; step <= most && edge.length; step++) {
      const further = []
      for (const [ex, ez] of edge) {
        const from = look(ex, ez).cell
        for (const d of SIDES) {
          const [cx, cz] = [ex + OFFSETS[d][0], ez + OFFSETS[d][2]]
          const index = (cx + REACH) * WIDE + cz + REACH
          if (visited[index]) continue
          const to = look(cx, cz)
          if (!to.passes || !open(from, to.cell, d)) continue
          if (to.hole()) return step
          visited[index] = 1
          further.push([cx, cz])
        }
      }
      edge = further
    }
    return Infinity
  }

  /** A cell as the search sees it. */
  function seen (liquid, x, y, z) {
    const cell = at(x, y, z)
    let answer = null
    return {
      cell,
      passes: cell.hold === 'any' && !(cell.liquid === liquid && cell.source),
      hole: () => (answer ??= hole(liquid, cell, at(x, y - 1, z), 0))
    }
  }

  return { next, spread }
}

module.exports = { flowOf, DOWN, SIDES }
