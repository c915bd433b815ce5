'use strict'
/** Smooth seeded noise: Perlin's gradient noise, about -1 to 1, mean 0. Repeats after 256 units of its scale. */

const { keyed } = require('../random')

/** Twelve gradients, to the middles of a cube's edges; four are repeated to fill 16. */
const GRADIENTS = Int8Array.from([
  1, 1, 0, -1, 1, 0, 1, -1, 0, -1, -1, 0, 1, 0, 1, -1, 0, 1, 1, 0, -1, -1, 0, -1,
  0, 1, 1, 0, -1, 1, 0, 1, -1, 0, -1, -1, 1, 1, 0, -1, 1, 0, 0, -1, 1, 0, -1, -1
])

const fade = t => t * t * t * (t * (t * 6 - 15) + 10)

/** @returns {(x: number, y: number, z: number) => number} */
function noise3 (seed, purpose) {
  const dice = keyed(seed, purpose)
  const table = new Uint8Array(512)
  for (let i = 0; i < 256; i++) table[i] = i
  for (let i = 255; i > 0; i--) {
    const j = Math.floor(dice() * (i + 1))
    ;[table[i], table[j]] = [table[j], table[i]]
  }
  table.copyWithin(256, 0, 256)

  const dot = (hash, x, y, z) => {
    const g = (hash & 15) * 3
    return GRADIENTS[g] * x + GRADIENTS[g + 1] * y + GRADIENTS[g + 2] * z
  }

  return function noise (x, y, z) {
    const fx = Math.floor(x)
    const fy = Math.floor(y)
    const fz = Math.floor(z)
    const [X, Y, Z] = [fx & 255, fy & 255, fz & 255]
    x -= fx
    y -= fy
    z -= fz
    const u = fade(x)
    const v = fade(y)
    const w = fade(z)
    const A = table[X] + Y
    const AA = table[A] + Z
    const AB = table[A + 1] + Z
    const B = table[X + 1] + Y
    const BA = table[B] + Z
    const BB = table[B + 1] + Z
    const x00 = mixed(dot(table[AA], x, y, z), dot(table[BA], x - 1, y, z), u)
    const x10 = mixed(dot(table[AB], x, y - 1, z), dot(table[BB], x - 1, y - 1, z), u)
    const x01 = mixed(dot(table[AA + 1], x, y, z - 1), dot(table[BA + 1], x - 1, y, z - 1), u)
    const x11 = mixed(dot(table[AB + 1], x, y - 1, z - 1), dot(table[BB + 1], x - 1, y - 1, z - 1), u)
    return mixed(mixed(x00, x10, v), mixed(x01, x11, v), w)
  }
}

/** The same on a plane. @returns {(x: number, z: number) => number} */
function noise2 (seed, purpose) {
  const noise = noise3(seed, purpose)
  return (x, z) => noise(x, 0.5, z) * 1.4
}

function mixed (a, b, t) {
  return a + (b - a) * t
}

/** 0 below `from`, 1 above `to`, smooth between. */
function smooth (from, to, v) {
  const t = Math.min(1, Math.max(0, (v - from) / (to - from)))
  return t * t * (3 - 2 * t)
}

module.exports = { noise2, noise3, mixed, smooth }
