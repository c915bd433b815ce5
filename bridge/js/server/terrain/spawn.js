'use strict'
/** Where players start: on dry, rather level ground under the open sky, as near the origin as it can be, with trees in walking distance if there are any. */

const { SEA } = require('./relief')

const STEP = 8
/** Blocks around the origin in which a place with trees is looked for. */
const FAR = 320
/** Trees this near (blocks) count as in walking distance. */
const WALK = 48

/** @returns {number[]} the cell of the feet */
function findSpawn (relief, trees) {
  let first = null
  for (const [x, z] of squares(FAR)) {
    if (!isOpen(relief, trees, x, z)) continue
    first ??= [x, relief.height(x, z) + 1, z]
    if (trees.near(x - WALK, z - WALK, x + WALK, z + WALK).length >= 8) return [x, relief.height(x, z) + 1, z]
  }
  return first ?? [0, Math.max(relief.height(0, 0), SEA) + 1, 0]
}

function isOpen (relief, trees, x, z) {
  const y = relief.height(x, z)
  if (y <= SEA || relief.isBeach(x, z, y) || relief.isMouth(x, z)) return false
  for (const [dx, dz] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) if (Math.abs(relief.height(x + dx, z + dz) - y) > 1) return false
  return trees.near(x - 3, z - 3, x + 3, z + 3).length === 0
}

/** Columns every STEP blocks, in growing squares around the origin. */
function * squares (far) {
  yield [0, 0]
  for (let r = STEP; r <= far; r += STEP) {
    for (let x = -r; x <= r; x += STEP) for (let z = -r; z <= r; z += STEP) if (Math.max(Math.abs(x), Math.abs(z)) === r) yield [x, z]
  }
}

module.exports = { findSpawn }
