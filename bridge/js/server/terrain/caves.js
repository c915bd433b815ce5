'use strict'
/**
 * Caves: winding tunnels where two smooth noises are both near zero, and some halls. The noises are taken at every 4th cell and drawn through between,
 * so that a column costs less than a millisecond. Lava stands in the lowest, and breaks out of walls here and there.
 */

const { keyed } = require('../random')
const { noise3 } = require('./noise')
const { cell, MIN_Y } = require('./column')

const STEP = 4
const WIDE = 16 / STEP + 1

/** What the lowest caves are filled with, up to this cell. */
const { lavaUpTo, lavaSpringsPerChunk } = require('../rules')('biomes')
/** Where springs break out of the walls of caves. */
const SPRINGS = [-48, 30]

/** No cave is lower: bedrock begins below. */
const LOWEST = MIN_Y + 5
/** How wide tunnels are: the sum of the squares of two noises. A little narrower above SHALLOW. */
const WIDTH = 0.0085
const EDGE = Math.sqrt(WIDTH)
const SHALLOW = 40
/** Where the third noise is larger, there is a hall; not in the upper rock. */
const HALL = 0.62
const HALLS_BELOW = 30

/**
 * @param {number} seed
 * @param {{ air: number, lava: number, stone: number, deepslate: number }} id block states
 * @returns {{ hollow: (states: Uint16Array, cx: number, cz: number, tops: Int16Array) => void, springs: (states: Uint16Array, cx: number, cz: number) => void }}
 *   hollow takes a column's array out; tops[z * 16 + x] is the highest cell that may be taken
 */
function cavesOf (seed, { air, lava, stone, deepslate }) {
  const bends = [noise3(seed, 'cave-a'), noise3(seed, 'cave-b')]
  const halls = noise3(seed, 'halls')

  function lattice (cx, cz, tall) {
    const fields = [new Float32Array(WIDE * WIDE * tall), new Float32Array(WIDE * WIDE * tall), new Float32Array(WIDE * WIDE * tall)]
    for (let j = 0, i = 0; j < tall; j++) {
      for (let k = 0; k < WIDE; k++) {
        for (let l = 0; l < WIDE; l++, i++) {
          const [x, y, z] = [cx * 16 + l * STEP, MIN_Y + j * STEP, cz * 16 + k * STEP]
          fields[0][i] = bends[0](x / 46, y / 30, z / 46)
          fields[1][i] = bends[1](x / 46, y / 30, z / 46)
          fields[2][i] = halls(x / 60, y / 32, z / 60)
        }
      }
    }
    return fields
  }

  function hollow (states, cx, cz, tops) {
    const tall = Math.floor((Math.max(...tops) - MIN_Y) / STEP) + 2
    const fields = lattice(cx, cz, tall)
    for (let j = 1; j < tall - 1; j++) {
      for (let k = 0; k < WIDE - 1; k++) {
        for (let l = 0; l < WIDE - 1; l++) {
          const at = (j * WIDE + k) * WIDE + l
          const y = MIN_Y + j * STEP
          // what lies between the corners lies between their values: most of the rock is told in one look
          const tunnel = within(fields[0], at, -EDGE, EDGE) && within(fields[1], at, -EDGE, EDGE)
          const hall = y < HALLS_BELOW && within(fields[2], at, HALL, Infinity)
          if (tunnel || hall) carve(states, fields, at, l * STEP, y, k * STEP, tops)
        }
      }
    }
  }

  function carve (states, fields, at, x0, y0, z0, tops) {
    for (let z = z0; z < z0 + STEP; z++) {
      for (let x = x0; x < x0 + STEP; x++) {
        for (let y = Math.max(LOWEST, y0); y < y0 + STEP && y <= tops[z * 16 + x]; y++) {
          const tx = (x - x0) / STEP
          const ty = (y - y0) / STEP
          const tz = (z - z0) / STEP
          const a = between(fields[0], at, tx, ty, tz)
          const b = between(fields[1], at, tx, ty, tz)
          const tunnel = a * a + b * b < (y < SHALLOW ? WIDTH : 0.8 * WIDTH)
          if (tunnel || (y < HALLS_BELOW && between(fields[2], at, tx, ty, tz) > HALL)) states[cell(x, y, z)] = y <= lavaUpTo ? lava : air
        }
      }
    }
  }

  /** Single sources behind the wall of a cave, with rock on all sides but one; they flow when they are touched. */
  function springs (states, cx, cz) {
    const dice = keyed(seed, 'springs', cx, cz)
    if (dice() >= lavaSpringsPerChunk) return
    const isRock = at => states[at] === stone || states[at] === deepslate
    for (let i = 0; i < 40; i++) {
      const [x, y, z] = [1 + Math.floor(dice() * 14), SPRINGS[0] + Math.floor(dice() * (SPRINGS[1] - SPRINGS[0])), 1 + Math.floor(dice() * 14)]
      const at = cell(x, y, z)
      const sides = [at - 1, at + 1, at - 16, at + 16]
      if (!isRock(at) || !isRock(at + 256) || !isRock(at - 256)) continue
      if (sides.filter(isRock).length !== 3 || !sides.some(side => states[side] === air)) continue
      states[at] = lava
      return
    }
  }

  return { hollow, springs }
}

/** Whether a value between the eight corners of a lattice cell may lie from `low` to `high`. */
function within (field, at, low, high) {
  const up = at + WIDE * WIDE
  const a = at + WIDE
  const b = up + WIDE
  return Math.max(field[at], field[at + 1], field[a], field[a + 1], field[up], field[up + 1], field[b], field[b + 1]) >= low &&
    Math.min(field[at], field[at + 1], field[a], field[a + 1], field[up], field[up + 1], field[b], field[b + 1]) <= high
}

/** The value inside a lattice cell, drawn straight between its eight corners. */
function between (field, at, tx, ty, tz) {
  const up = at + WIDE * WIDE
  const a = field[at] + (field[at + 1] - field[at]) * tx
  const b = field[at + WIDE] + (field[at + WIDE + 1] - field[at + WIDE]) * tx
  const c = field[up] + (field[up + 1] - field[up]) * tx
  const d = field[up + WIDE] + (field[up + WIDE + 1] - field[up + WIDE]) * tx
  const low = a + (b - a) * tz
  return low + (c + (d - c) * tz - low) * ty
}

module.exports = { cavesOf }
