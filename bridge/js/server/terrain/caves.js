'use strict'
/**
 * Caves: winding tunnels where two smooth noises are both near zero, and some halls. The noises are taken at every 4th cell and drawn through between,
 * so that one column costs 2 ms.
 */

const { noise3 } = require('./noise')
const { cell, MIN_Y } = require('./column')

const STEP = 4
const WIDE = 16 / STEP + 1

/**
 * @param {number} seed
 * @returns {(states: Uint16Array, cx: number, cz: number, tops: Int16Array, air: number) => void}
 *   hollows a column's array out; tops[z * 16 + x] is the highest cell that may be taken
 */
function cavesOf (seed) {
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

  return function hollow (states, cx, cz, tops, air) {
    const highest = Math.max(...tops)
    const tall = Math.floor((highest - MIN_Y) / STEP) + 2
    const [a, b, hall] = lattice(cx, cz, tall)
    for (let z = 0; z < 16; z++) {
      for (let x = 0; x < 16; x++) {
        const column = Math.floor(z / STEP) * WIDE + Math.floor(x / STEP)
        const [tx, tz] = [(x % STEP) / STEP, (z % STEP) / STEP]
        for (let y = MIN_Y + 5; y <= tops[z * 16 + x]; y++) {
          const at = column + Math.floor((y - MIN_Y) / STEP) * WIDE * WIDE
          const ty = ((y - MIN_Y) % STEP) / STEP
          const deep = y < 40 ? 1 : 0.8 // a little narrower near the surface
          const va = between(a, at, tx, ty, tz)
          if (va > 0.11 || va < -0.11) {
            if (between(hall, at, tx, ty, tz) > 0.62 && y < 30) states[cell(x, y, z)] = air
            continue
          }
          const vb = between(b, at, tx, ty, tz)
          if (va * va + vb * vb < 0.0085 * deep) states[cell(x, y, z)] = air
        }
      }
    }
  }
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
