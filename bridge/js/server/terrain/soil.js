'use strict'
/** What the ground is made of, from the bedrock to the surface and the water above it. */

const { keyed } = require('../random')
const { cell, MIN_Y } = require('./column')
const { SEA } = require('./relief')
const { biomes } = require('../rules')('biomes')

/** Cells of soil below the surface, and of what hardens below that. */
const SOIL = 3
const HARD = 4

/**
 * @param {number} seed
 * @param relief reliefOf(seed)
 * @param {(name: string) => number} state default state by block name
 * @returns {(array: Uint16Array, cx: number, cz: number, ground: (x: number, z: number) => number, biomeOf: (x: number, z: number) => string) => void}
 *   lays the ground of a column; x and z of the last two within it
 */
function soilOf (seed, relief, state) {
  const [stone, deepslate, bedrock, water] = ['stone', 'deepslate', 'bedrock', 'water'].map(state)
  const layers = ([surface, under, hard]) => ({ surface: state(surface), under: state(under), hard: hard ? state(hard) : stone })
  const kinds = Object.fromEntries(Object.entries(biomes).map(([name, { soil }]) => [name, layers(soil)]))
  const [clay, gravel, mud, sand] = [['clay', 'dirt'], ['gravel', 'dirt'], ['dirt', 'dirt'], ['sand', 'sand', 'sandstone']].map(layers)
  const [crag, scree] = [['stone', 'stone'], ['gravel', 'stone']].map(layers)

  function kindAt (x, z, top, biome) {
    if (top < SEA) {
      const bed = relief.shore(x, z)
      if (biome === 'ocean') return bed > 0.3 ? sand : kinds.ocean
      return bed > 0.45 ? clay : bed < -0.45 ? gravel : top < SEA - 4 ? mud : sand
    }
    if (biome === 'windswept_hills' && relief.isBare(x, z, top)) return relief.shore(x, z) > 0.55 ? scree : crag
    return kinds[biome]
  }

  return function lay (array, cx, cz, ground, biomeOf) {
    const dice = keyed(seed, 'layers', cx, cz)
    for (let z = 0; z < 16; z++) {
      for (let x = 0; x < 16; x++) {
        const fade = Math.floor(dice() * 8) // deepslate begins between 0 and 8
        const floor = 1 + Math.floor(dice() * 4) // bedrock is 1 to 4 thick
        const top = ground(x, z)
        const { surface, under, hard } = kindAt(cx * 16 + x, cz * 16 + z, top, biomeOf(x, z))
        for (let y = MIN_Y; y < top - SOIL; y++) array[cell(x, y, z)] = y < MIN_Y + floor ? bedrock : y < fade ? deepslate : y < top - SOIL - HARD ? stone : hard
        for (let y = top - SOIL; y < top; y++) array[cell(x, y, z)] = under
        array[cell(x, top, z)] = surface
        for (let y = top + 1; y <= SEA; y++) array[cell(x, y, z)] = water
      }
    }
  }
}

module.exports = { soilOf }
