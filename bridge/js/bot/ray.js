'use strict'
/** One straight line through the cells (Amanatides and Woo, "A Fast Voxel Traversal Algorithm for Ray Tracing", 1987). */

/**
 * Whether no cell on the line from one point to another is blocked; the cell it starts in is not asked.
 * @param {number[]} from x, y, z
 * @param {number[]} to x, y, z
 * @param {(x: number, y: number, z: number) => boolean} blocked
 */
function isFree (from, to, blocked) {
  const cell = from.map(Math.floor)
  const way = to.map((end, i) => end - from[i])
  const step = way.map(Math.sign)
  const stride = way.map(length => length === 0 ? Infinity : 1 / Math.abs(length))
  const next = way.map((length, i) => length === 0 ? Infinity : ((length > 0 ? cell[i] + 1 : cell[i]) - from[i]) / length)
  let left = to.reduce((sum, end, i) => sum + Math.abs(Math.floor(end) - cell[i]), 0)
  for (; left > 0; left--) {
    const axis = next[0] <= next[1] ? (next[0] <= next[2] ? 0 : 2) : (next[1] <= next[2] ? 1 : 2)
    cell[axis] += step[axis]
    next[axis] += stride[axis]
    if (blocked(cell[0], cell[1], cell[2])) return false
  }
  return true
}

module.exports = { isFree }
