'use strict'
/** What the ground is to a walking creature: which cells can be stood in, and the way from one to another. */

const SOLID = 1
const WATER = 2
const LAVA = 4
/** What walkers keep away from. */
const HARM = 8
/** Higher than a block: it cannot be jumped on. */
const TALL = 16
/** Low enough to walk onto without a jump. */
const LOW = 32
/** What air could not be: any collision or liquid, for those who are born there. */
const HARMFUL = /^(fire|soul_fire|cactus|magma_block|campfire|soul_campfire|sweet_berry_bush|wither_rose|powder_snow)$/
const OPENS = /_(fence_gate|trapdoor)$/

/** Nodes that all searches of one tick may look at, and one search. */
const BUDGET = 300
const LONGEST = 150
/** Blocks that walkers drop at most on a way of their own. */
const DROP = 3

/** @param serv flying-squid's server with serv.cells and serv.states */
function groundOf (serv) {
  const natures = []
  let tick = -1
  let left = BUDGET
  let here = { tick: -1 }

  function nature (state) {
    let flags = natures[state]
    if (flags === undefined) {
      const name = serv.states.name(state)
      const boxes = serv.states.boxes(state)
      const top = Math.max(0, ...boxes.map(box => box[4]))
      flags = (boxes.length ? SOLID : 0) | (name === 'lava' ? LAVA : 0) | (HARMFUL.test(name) ? HARM : 0) | (top > 1 ? TALL : 0) | (boxes.length && top <= 0.6 && !OPENS.test(name) ? LOW : 0)
      if (name === 'water' || /^(kelp|kelp_plant|seagrass|tall_seagrass|bubble_column)$/.test(name)) flags |= WATER
      natures[state] = flags
    }
    return flags
  }

  /** The flags of a cell; what is not loaded is a wall. (The column is looked up once in a row: this is asked most of all.) */
  function at (x, y, z) {
    const { MIN_Y, MAX_Y } = serv.cells
    if (y < MIN_Y || y > MAX_Y) return SOLID | TALL
    if (x >> 4 !== here.x || z >> 4 !== here.z || serv.tickCount !== here.tick) {
      here = { x: x >> 4, z: z >> 4, tick: serv.tickCount, column: serv.overworld.getLoadedColumn(x >> 4, z >> 4) }
    }
    if (!here.column) return SOLID | TALL
    const { solidBlockCount, data } = here.column.sections[(y - MIN_Y) >> 4]
    if (solidBlockCount === 0) return 0
    const state = data.get((y & 15) << 8 | (z & 15) << 4 | (x & 15))
    return state === 0 ? 0 : nature(state)
  }

  /** Whether a body of so many cells fits above a cell's floor. */
  function fits (x, y, z, high) {
    for (let i = 0; i < high; i++) {
      const flags = at(x, y + i, z)
      if (flags & (LAVA | HARM) || (flags & SOLID && !(i === 0 && flags & LOW))) return false
    }
    return true
  }

  /**
   * Where a step to the side ends.
   * @returns {number|null} the height of the feet's cell there: the same, one more, up to 3 less; null: a wall, a cliff, lava or fire
   */
  function after (x, y, z, toX, toZ, high) {
    const flags = at(toX, y, toZ)
    if (flags & SOLID && !(flags & LOW)) { // up
      if (flags & TALL || flags & HARM || !fits(toX, y + 1, toZ, high) || at(x, y + high, z) & SOLID) return null
      return y + 1
    }
    if (!fits(toX, y, toZ, high)) return null
    if (flags & (SOLID | WATER)) return y
    for (let down = 1; down <= DROP + 1; down++) {
      const below = at(toX, y - down, toZ)
      if (below & (LAVA | HARM)) return null
      if (below & WATER) return y - down
      if (below & SOLID) return y - down + 1
    }
    return null
  }

  /**
   * A way over the ground, found by looking at not too many cells.
   * @returns {number[][]} cells [x, y, z] from the first step on; towards the nearest that was found when the goal was not
   */
  function way (from, to, high) {
    if (tick !== serv.tickCount) [tick, left] = [serv.tickCount, BUDGET]
    if (left <= 0) return null
    const goal = [Math.floor(to.x), Math.floor(to.y), Math.floor(to.z)]
    const far = (x, y, z) => Math.abs(x - goal[0]) + Math.abs(y - goal[1]) + Math.abs(z - goal[2])
    const first = { x: Math.floor(from.x), y: Math.floor(from.y + 0.2), z: Math.floor(from.z), g: 0, back: null }
    first.h = far(first.x, first.y, first.z)
    const open = [first]
    const best = new Map([[`${first.x},${first.y},${first.z}`, 0]])
    let nearest = first
    for (let n = 0; n < LONGEST && open.length && left > 0; n++) {
      left--
      let pick = 0
      for (let i = 1; i < open.length; i++) if (open[i].g + open[i].h < open[pick].g + open[pick].h) pick = i
      const node = open[pick]
      open[pick] = open[open.length - 1]
      open.pop()
      if (node.h < nearest.h) nearest = node
      if (node.h <= 1) break
      for (const [dx, dz] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        const [x, z] = [node.x + dx, node.z + dz]
        const y = after(node.x, node.y, node.z, x, z, high)
        if (y === null) continue
        const g = node.g + 1 + (at(x, y, z) & WATER ? 7 : 0) + Math.abs(y - node.y) * 0.5
        const key = `${x},${y},${z}`
        if (best.get(key) <= g) continue
        best.set(key, g)
        open.push({ x, y, z, g, h: far(x, y, z), back: node })
      }
    }
    const cells = []
    for (let node = nearest; node.back; node = node.back) cells.unshift([node.x, node.y, node.z])
    return cells
  }

  /** Whether nothing solid stands between two points: what eyes need. */
  function clear (from, to) {
    const d = [to.x - from.x, to.y - from.y, to.z - from.z]
    const length = Math.hypot(...d)
    const steps = Math.ceil(length * 4)
    let last = null
    for (let i = 1; i < steps; i++) {
      const x = Math.floor(from.x + d[0] * i / steps)
      const y = Math.floor(from.y + d[1] * i / steps)
      const z = Math.floor(from.z + d[2] * i / steps)
      const key = (x * 512 + y) * 512 + z
      if (key === last) continue
      last = key
      const state = serv.cells.at(x, y, z)
      if (state === null) return false
      if (state !== 0 && nature(state) & SOLID && !(nature(state) & LOW) && serv.states.boxes(state).some(box => hits(box, [from.x - x, from.y - y, from.z - z], d))) return false
    }
    return true
  }

  return { at, nature, fits, after, way, clear }
}

/**
 * Where a ray from `p` along `d` meets a box, as a part of `d`: 0 to 1; null when it does not.
 * @param {number[]} box x0, y0, z0, x1, y1, z1
 */
function meets (box, p, d) {
  let [enter, leave] = [0, 1]
  for (let axis = 0; axis < 3; axis++) {
    if (Math.abs(d[axis]) < 1e-9) {
      if (p[axis] < box[axis] || p[axis] > box[axis + 3]) return null
      continue
    }
    const a = (box[axis] - p[axis]) / d[axis]
    const b = (box[axis + 3] - p[axis]) / d[axis]
    enter = Math.max(enter, Math.min(a, b))
    leave = Math.min(leave, Math.max(a, b))
    if (enter > leave) return null
  }
  return enter
}

const hits = (box, p, d) => meets(box, p, d) !== null

module.exports = { groundOf, meets, SOLID, WATER, LAVA, HARM, TALL, LOW }
