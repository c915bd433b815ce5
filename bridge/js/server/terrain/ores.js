'use strict'
/** Ores in their vanilla heights: rules/ores.json. Each chunk throws its own veins; they stay within it. */

const { keyed } = require('../random')
const { cell, MIN_Y } = require('./column')
const { ores } = require('../rules')('ores')

/**
 * @param {number} seed
 * @param {(name: string) => number} state default state by block name
 * @returns {(states: Uint16Array, cx: number, cz: number, highest: number) => void} puts the ores into a column's array; `highest`: of its ground
 */
function oresOf (seed, state) {
  const [stone, deepslate] = [state('stone'), state('deepslate')]
  const kinds = ores.map(ore => ({ ...ore, inStone: state(ore.block), inDeepslate: state('deepslate_' + ore.block) }))

  function fill (states, cx, cz, highest) {
    kinds.forEach((ore, n) => {
      const dice = keyed(seed, 'ore', n, cx, cz)
      const tries = Math.floor(ore.tries) + (dice() < ore.tries % 1 ? 1 : 0)
      for (let i = 0; i < tries; i++) vein(states, ore, dice, highest)
    })
  }

  /** A vein as vanilla draws it: balls along a short line, thickest in the middle. What would reach into the next chunk is left out. */
  function vein (states, ore, dice, highest) {
    const spread = ore.shape === 'triangle' ? (dice() + dice()) / 2 : dice()
    const y = ore.from + spread * (ore.to - ore.from)
    if (y > highest || y < MIN_Y) return
    const x = dice() * 16
    const z = dice() * 16
    const angle = dice() * Math.PI
    const dx = Math.sin(angle) * ore.size / 8
    const dy = Math.floor(dice() * 3) - 1
    const dz = Math.cos(angle) * ore.size / 8
    for (let i = 0; i < ore.size; i++) {
      const along = 2 * i / ore.size - 1
      const radius = ((Math.sin(Math.PI * i / ore.size) + 1) * dice() * ore.size / 16 + 1) / 2
      ball(states, ore, x + dx * along, y + dy * along, z + dz * along, radius)
    }
  }

  function ball (states, ore, x, y, z, radius) {
    const [x1, y1, z1] = [Math.min(15, Math.floor(x + radius)), Math.floor(y + radius), Math.min(15, Math.floor(z + radius))]
    for (let bx = Math.max(0, Math.floor(x - radius)); bx <= x1; bx++) {
      for (let bz = Math.max(0, Math.floor(z - radius)); bz <= z1; bz++) {
        for (let by = Math.max(MIN_Y + 1, Math.floor(y - radius)); by <= y1; by++) {
          if ((bx + 0.5 - x) ** 2 + (by + 0.5 - y) ** 2 + (bz + 0.5 - z) ** 2 >= radius * radius) continue
          const at = cell(bx, by, bz)
          if (states[at] === stone) states[at] = ore.inStone
          else if (states[at] === deepslate) states[at] = ore.inDeepslate
        }
      }
    }
  }

  return fill
}

module.exports = { oresOf }
