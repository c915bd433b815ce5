'use strict'
/** What grows on the ground in the open: grass, flowers, ferns, cacti, sugar cane, pumpkins; and the snow on mountains. By biome: rules/biomes.json. */

const { keyed } = require('../random')
const { cell } = require('./column')
const { SEA } = require('./relief')
const { biomes, pumpkinsPerChunk } = require('../rules')('biomes')

/** Cells above the ground that are looked at for a crown: no snow falls there. */
const CROWN = 14
/** Of 1000 columns of soil beside water. */
const CANES = 25

/** @returns {(array, cx: number, cz: number, ground: (x: number, z: number) => number, biomeOf: (x: number, z: number) => string) => void} */
function plantsOf (seed, states) {
  const [air, water, grass, dirt, sand, cactus, cane, pumpkin, snow] =
    ['air', 'water', 'grass_block', 'dirt', 'sand', 'cactus', 'sugar_cane', 'pumpkin', 'snow'].map(name => states.named(name))
  const snowy = states.named('grass_block', { snowy: true })
  const kinds = {}
  for (const [biome, { plants = {} }] of Object.entries(biomes)) {
    kinds[biome] = Object.entries(plants).map(([name, share]) => {
      const halves = 'half' in states.properties(states.named(name))
      const on = name === 'cactus' || name === 'dead_bush' ? sand : grass
      return { share, on, lower: states.named(name, halves ? { half: 'lower' } : {}), upper: halves ? states.named(name, { half: 'upper' }) : null }
    })
  }

  function stack (array, x, y, z, state, count) {
    for (let i = 0; i < count && array[cell(x, y + i, z)] === air; i++) array[cell(x, y + i, z)] = state
  }

  /** A cactus stands free on all four sides; one at the column's edge could not be told from its neighbour's side. */
  function standsFree (array, x, y, z) {
    if (x < 1 || x > 14 || z < 1 || z > 14) return false
    for (let i = 0; i < 3; i++) for (const [dx, dz] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) if (array[cell(x + dx, y + i, z + dz)] !== air) return false
    return true
  }

  function isWatered (array, x, y, z) {
    return [[1, 0], [-1, 0], [0, 1], [0, -1]].some(([dx, dz]) => (x + dx & ~15) === 0 && (z + dz & ~15) === 0 && array[cell(x + dx, y, z + dz)] === water)
  }

  function snowOn (array, x, y, z) {
    for (let i = 1; i < CROWN; i++) if (array[cell(x, y + i, z)] !== air) return
    if (array[cell(x, y, z)] === grass) array[cell(x, y, z)] = snowy
    array[cell(x, y + 1, z)] = snow
  }

  return function sprout (array, cx, cz, ground, biomeOf) {
    const dice = keyed(seed, 'plants', cx, cz)
    const patch = dice() < pumpkinsPerChunk
    for (let z = 0; z < 16; z++) {
      for (let x = 0; x < 16; x++) {
        let draw = dice() * 1000
        const tall = 1 + Math.floor(dice() * 3)
        const biome = biomeOf(x, z)
        const y = ground(x, z) + 1
        const soil = array[cell(x, y - 1, z)]
        if (array[cell(x, y, z)] !== air || soil === air || soil === water) continue
        if (y - 1 >= (biomes[biome].snowFrom ?? Infinity)) snowOn(array, x, y - 1, z)
        else if (y - 1 === SEA && draw < CANES && (soil === sand || soil === grass || soil === dirt) && isWatered(array, x, y - 1, z)) stack(array, x, y, z, cane, tall)
        else if (patch && soil === grass && draw > 970) array[cell(x, y, z)] = pumpkin
        else {
          const kind = kinds[biome].find(each => (draw -= each.share) < 0)
          if (!kind || kind.on !== soil || (kind.upper && array[cell(x, y + 1, z)] !== air)) continue
          if (kind.lower === cactus) {
            if (standsFree(array, x, y, z)) stack(array, x, y, z, cactus, tall)
            continue
          }
          array[cell(x, y, z)] = kind.lower
          if (kind.upper) array[cell(x, y + 1, z)] = kind.upper
        }
      }
    }
  }
}

module.exports = { plantsOf }
