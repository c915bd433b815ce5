'use strict'
/**
 * Terrain from a seed: plains and woods of oak and birch, gentle to steep hills, lakes with beaches, stone with ores and caves.
 * The same seed gives the same bytes. Left out: other biomes, lava, structures, animals.
 */

const { keyed } = require('../random')
const { statesOf } = require('../states')
const { columnBuilder, cell, MIN_Y, HEIGHT } = require('./column')
const { reliefOf, SEA } = require('./relief')
const { cavesOf } = require('./caves')
const { oresOf } = require('./ores')
const { treesOf } = require('./trees')
const { plantsOf } = require('./plants')
const { findSpawn } = require('./spawn')

/** How far around a column the lowest ground is looked for: caves keep below it, so that no lake hangs over air. */
const MARGIN = 4
const SPAN = 16 + 2 * MARGIN

/**
 * @param registry prismarine-registry of the played version
 * @param {number} seed
 * @returns {{ column: (cx: number, cz: number) => object, spawn: () => number[] }}
 */
function seeded (registry, seed) {
  const states = statesOf(registry)
  const named = states.named
  const build = columnBuilder(registry)
  const id = Object.fromEntries(['air', 'water', 'stone', 'deepslate', 'bedrock', 'dirt', 'grass_block', 'sand', 'sandstone', 'gravel', 'clay'].map(name => [name, named(name)]))
  const relief = reliefOf(seed)
  const trees = treesOf(seed, relief, states)
  const hollow = cavesOf(seed)
  const fillOres = oresOf(seed, named)
  const sprout = plantsOf(seed, relief, named)
  const biomes = { forest: registry.biomesByName.forest.id, plains: registry.biomesByName.plains.id }

  function column (cx, cz) {
    const array = new Uint16Array(256 * HEIGHT)
    const heights = heightsAround(cx, cz)
    const ground = (x, z) => heights[(z + MARGIN) * SPAN + x + MARGIN]
    const tops = new Int16Array(256)
    const dice = keyed(seed, 'layers', cx, cz)
    for (let z = 0; z < 16; z++) {
      for (let x = 0; x < 16; x++) {
        layers(array, x, z, cx * 16 + x, cz * 16 + z, ground(x, z), dice)
        tops[z * 16 + x] = caveTop(ground, x, z, cx * 16 + x, cz * 16 + z)
      }
    }
    fillOres(array, cx, cz, Math.max(...heights))
    hollow(array, cx, cz, tops, id.air)
    trees.plant(array, cx, cz, id)
    sprout(array, cx, cz, id, ground)
    return build(array, biomes[relief.isForest(cx * 16 + 8, cz * 16 + 8) ? 'forest' : 'plains'])
  }

  function heightsAround (cx, cz) {
    const out = new Int16Array(SPAN * SPAN)
    for (let z = 0; z < SPAN; z++) for (let x = 0; x < SPAN; x++) out[z * SPAN + x] = relief.height(cx * 16 + x - MARGIN, cz * 16 + z - MARGIN)
    return out
  }

  function layers (array, x, z, wx, wz, top, dice) {
    const fade = Math.floor(dice() * 8) // deepslate begins between 0 and 8
    const floor = 1 + Math.floor(dice() * 4) // bedrock is 1 to 4 thick
    for (let y = MIN_Y; y <= top - 4; y++) array[cell(x, y, z)] = y < MIN_Y + floor ? id.bedrock : y < fade ? id.deepslate : id.stone
    const [surface, under] = soil(wx, wz, top)
    for (let y = top - 3; y < top; y++) array[cell(x, y, z)] = under
    array[cell(x, top, z)] = surface
    for (let y = top + 1; y <= SEA; y++) array[cell(x, y, z)] = id.water
  }

  function soil (wx, wz, top) {
    if (top < SEA) {
      const kind = relief.shore(wx, wz)
      return kind > 0.45 ? [id.clay, id.dirt] : kind < -0.45 ? [id.gravel, id.dirt] : top < SEA - 4 ? [id.dirt, id.dirt] : [id.sand, id.sand]
    }
    return relief.isBeach(wx, wz, top) ? [id.sand, id.sand] : [id.grass_block, id.dirt]
  }

  /** The highest cell a cave may take: 5 under the ground, deeper near lakes; up to the surface at a mouth. */
  function caveTop (ground, x, z, wx, wz) {
    let lowest = Infinity
    for (let dz = -MARGIN; dz <= MARGIN; dz += 2) for (let dx = -MARGIN; dx <= MARGIN; dx += 2) lowest = Math.min(lowest, ground(x + dx, z + dz))
    if (lowest <= SEA + 1) return lowest - 6
    return relief.isMouth(wx, wz) ? ground(x, z) : ground(x, z) - 5
  }

  return { column, spawn: () => findSpawn(relief, trees) }
}

module.exports = { seeded }
