'use strict'
/**
 * Terrain from a seed: plains, woods of oak, birch and spruce, deserts, mountains, seas, rivers and lakes, over stone with ores, caves and lava.
 * The same seed gives the same bytes. Left out: every other biome, kelp, seagrass, ice, fancy oaks, structures, animals.
 */

const { statesOf } = require('../states')
const { columnBuilder, cell, MIN_Y, HEIGHT } = require('./column')
const { reliefOf, SEA } = require('./relief')
const { soilOf } = require('./soil')
const { cavesOf } = require('./caves')
const { oresOf } = require('./ores')
const { treesOf } = require('./trees')
const { plantsOf } = require('./plants')
const { findSpawn } = require('./spawn')

/** How far around a column the lowest ground is looked for: caves keep below it, so that no lake hangs over air. */
const MARGIN = 4
const SPAN = 16 + 2 * MARGIN
/** Cells between a cave and the ground above it; below a water. */
const ROOF = 5
const BED = 6

/**
 * @param registry prismarine-registry of the played version
 * @param {number} seed
 * @returns {{ column: (cx: number, cz: number) => object, spawn: () => number[], biomeAt: (x: number, z: number) => string }}
 */
function seeded (registry, seed) {
  const states = statesOf(registry)
  const named = states.named
  const build = columnBuilder(registry)
  const id = Object.fromEntries(['air', 'stone', 'deepslate', 'dirt', 'gravel', 'lava'].map(name => [name, named(name)]))
  const relief = reliefOf(seed)
  const biomeAt = (x, z) => relief.biome((x & ~3) + 2, (z & ~3) + 2) // a biome is told for squares of 4 x 4
  const lay = soilOf(seed, relief, named)
  const trees = treesOf(seed, relief, states)
  const caves = cavesOf(seed, id)
  const fillOres = oresOf(seed, named, biomeAt)
  const sprout = plantsOf(seed, states)

  function column (cx, cz) {
    const array = new Uint16Array(256 * HEIGHT)
    const heights = heightsAround(cx, cz)
    const ground = (x, z) => heights[(z + MARGIN) * SPAN + x + MARGIN]
    const known = (x, z) => ground(x - cx * 16, z - cz * 16)
    const names = []
    for (let z = 0; z < 16; z++) for (let x = 0; x < 16; x++) names.push(relief.biome(cx * 16 + x, cz * 16 + z, ground(x, z), known))
    const biomeOf = (x, z) => names[z * 16 + x]
    lay(array, cx, cz, ground, biomeOf)
    caves.hollow(array, cx, cz, caveTops(heights, cx, cz, biomeOf))
    fillOres(array, cx, cz, Math.max(...heights))
    holdUp(array, Math.max(...heights))
    caves.springs(array, cx, cz)
    trees.plant(array, cx, cz, id)
    sprout(array, cx, cz, ground, biomeOf)
    const squares = Array.from({ length: 16 }, (_, i) => registry.biomesByName[biomeOf((i & 3) * 4 + 2, (i >> 2) * 4 + 2)].id)
    return build(array, squares)
  }

  function heightsAround (cx, cz) {
    const out = new Int16Array(SPAN * SPAN)
    for (let z = 0; z < SPAN; z++) for (let x = 0; x < SPAN; x++) out[z * SPAN + x] = relief.height(cx * 16 + x - MARGIN, cz * 16 + z - MARGIN)
    return out
  }

  /** The highest cell that a cave may take, by z * 16 + x: a roof below the ground, deeper near water; at a mouth up to the surface, where that holds. */
  function caveTops (heights, cx, cz, biomeOf) {
    const rows = new Int16Array(SPAN * 16).fill(HEIGHT) // the lowest of nine along x
    for (let z = 0; z < SPAN; z++) for (let x = 0; x < 16; x++) for (let d = 0; d <= 2 * MARGIN; d++) rows[z * 16 + x] = Math.min(rows[z * 16 + x], heights[z * SPAN + x + d])
    const tops = new Int16Array(256)
    for (let z = 0; z < 16; z++) {
      for (let x = 0; x < 16; x++) {
        let lowest = rows[z * 16 + x]
        for (let d = 1; d <= 2 * MARGIN; d++) lowest = Math.min(lowest, rows[(z + d) * 16 + x])
        const top = heights[(z + MARGIN) * SPAN + x + MARGIN]
        const opens = relief.isMouth(cx * 16 + x, cz * 16 + z) && biomeOf(x, z) !== 'desert'
        tops[z * 16 + x] = lowest <= SEA + 1 ? lowest - BED : opens ? top : top - ROOF
      }
    }
    return tops
  }

  /** Gravel over air would fall at the first touch. */
  function holdUp (array, highest) {
    for (let at = cell(0, MIN_Y + 1, 0); at < cell(0, highest + 1, 0); at++) {
      if (array[at] === id.gravel && (array[at - 256] === id.air || array[at - 256] === id.lava)) array[at] = id.stone
    }
  }

  return { column, spawn: () => findSpawn(relief, trees), biomeAt }
}

module.exports = { seeded }
