'use strict'
/** One straight line through the cells (Amanatides and Woo, "A Fast Voxel Traversal Algorithm for Ray Tracing", 1987). */

/**
 * Whether no cell on the line from point a to point b is blocked; the cell it starts in is not asked.
 * @param {(x: number, y: number, z: number) => boolean} blocked
 */
function isFree (ax, ay, az, bx, by, bz, blocked) {
  let x = Math.floor(ax)
  let y = Math.floor(ay)
  let z = Math.floor(az)
  const stepX = Math.sign(bx - ax)
  const stepY = Math.sign(by - ay)
  const stepZ = Math.sign(bz - az)
  let nextX = first(ax, x, bx - ax) // share of the way at which the next cell along x begins
  let nextY = first(ay, y, by - ay)
  let nextZ = first(az, z, bz - az)
  const strideX = Math.abs(1 / (bx - ax))
  const strideY = Math.abs(1 / (by - ay))
  const strideZ = Math.abs(1 / (bz - az))
  let left = Math.abs(Math.floor(bx) - x) + Math.abs(Math.floor(by) - y) + Math.abs(Math.floor(bz) - z)
  for (; left > 0; left--) {
    if (nextX <= nextY && nextX <= nextZ) {
      x += stepX
      nextX += strideX
    } else if (nextY <= nextZ) {
      y += stepY
      nextY += strideY
    } else {
      z += stepZ
      nextZ += strideZ
    }
    if (blocked(x, y, z)) return false
  }
  return true
}

function first (from, cell, way) {
  if (way === 0) return Infinity
  return ((way > 0 ? cell + 1 : cell) - from) / way
}

module.exports = { isFree }
