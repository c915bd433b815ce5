'use strict'
/**
 * The geometry of seeing, made once: the cells around the eyes, nearest first, each with its three neighbours on the way to the eyes.
 *
 * Light is passed on from the eyes: a cell gets the mean of those neighbours, weighted by how far it lies off along each axis. What arrives is the share of
 * the paths to the eyes that are free (1: all, 0: none); paths go through faces only, so nothing leaks through where two blocks touch at an edge. A cell
 * with at least half of the light is in sight, which at the edge of an obstacle is where the straight line ends.
 */

/** How far is looked, in blocks: worldsim and the wire know the same numbers. */
const RADIUS = 32 // horizontally, a circle
const HEIGHT = 24 // up and down

const WIDE = 2 * RADIUS + 1
const SIZE = WIDE * WIDE * (2 * HEIGHT + 1)
/** A cell that never gets light: the neighbour on an axis along which there is nothing to go. */
const DARK = SIZE

const slot = (dx, dy, dz) => ((dy + HEIGHT) * WIDE + dz + RADIUS) * WIDE + dx + RADIUS

function makeLines () {
  const shells = []
  for (let dy = -HEIGHT; dy <= HEIGHT; dy++) {
    for (let dz = -RADIUS; dz <= RADIUS; dz++) {
      for (let dx = -RADIUS; dx <= RADIUS; dx++) {
        const far = Math.abs(dx) + Math.abs(dy) + Math.abs(dz)
        if (far > 0 && dx * dx + dz * dz <= RADIUS * RADIUS) (shells[far] ??= []).push([dx, dy, dz])
      }
    }
  }
  const cells = shells.flat()
  const count = cells.length
  const lines = {
    count,
    dx: new Int8Array(count),
    dy: new Int8Array(count),
    dz: new Int8Array(count),
    own: new Int32Array(count),
    nx: new Int32Array(count), // the neighbour towards the eyes along x, or DARK
    ny: new Int32Array(count),
    nz: new Int32Array(count),
    wx: new Float32Array(count), // the weights of the three, 1 in total
    wy: new Float32Array(count),
    wz: new Float32Array(count)
  }
  cells.forEach(([dx, dy, dz], i) => {
    lines.dx[i] = dx
    lines.dy[i] = dy
    lines.dz[i] = dz
    lines.own[i] = slot(dx, dy, dz)
    lines.nx[i] = dx ? slot(dx - Math.sign(dx), dy, dz) : DARK
    lines.ny[i] = dy ? slot(dx, dy - Math.sign(dy), dz) : DARK
    lines.nz[i] = dz ? slot(dx, dy, dz - Math.sign(dz)) : DARK
    const far = Math.abs(dx) + Math.abs(dy) + Math.abs(dz)
    lines.wx[i] = Math.abs(dx) / far
    lines.wy[i] = Math.abs(dy) / far
    lines.wz[i] = Math.abs(dz) / far
  })
  return lines
}

module.exports = { RADIUS, HEIGHT, SIZE, DARK, EYES: slot(0, 0, 0), lines: makeLines() }
