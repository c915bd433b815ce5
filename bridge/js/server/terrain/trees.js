'use strict'
/**
 * Trees by biome (rules/biomes.json), in the game's shapes (crowns.js).
 * The land is divided into squares of 4 x 4; each holds at most one tree. So any chunk can tell the trees around it, and trees are whole across borders.
 */

const { keyed } = require('../random')
const { cell } = require('./column')
const { SHAPES, REACH, leaves } = require('./crowns')
const { SEA } = require('./relief')
const { biomes } = require('../rules')('biomes')

const SQUARE = 4

/**
 * @param {number} seed
 * @param relief reliefOf(seed)
 * @param {object} states of serv.states' kind: named(name, properties)
 */
function treesOf (seed, relief, states) {
  const kinds = {}
  for (const [name, { wood, shape }] of Object.entries(SHAPES)) {
    const foliage = [1, 2, 3, 4, 5, 6].map(distance => states.named(wood + '_leaves', { distance }))
    kinds[name] = { wood, shape, log: states.named(wood + '_log'), foliage }
  }

  /** The tree of a square: { x, y, z, kind, square }, y the cell of its lowest log; null: none. */
  function treeOf (sx, sz) {
    const dice = keyed(seed, 'tree', sx, sz)
    const [x, z] = [sx * SQUARE + Math.floor(dice() * 3), sz * SQUARE + Math.floor(dice() * 3)]
    const draw = dice()
    if (draw > 0.5) return null // no biome is denser
    const y = relief.height(x, z)
    if (y <= SEA || relief.isMouth(x, z)) return null
    const biome = relief.biome(x, z, y)
    const { trees } = biomes[biome] ?? {}
    if (!trees || draw > trees.sparse + trees.chance * relief.cover(x, z, biome) || (biome === 'windswept_hills' && relief.isBare(x, z, y))) return null
    let share = dice()
    const name = Object.keys(trees.kinds).find(each => (share -= trees.kinds[each]) < 0) ?? Object.keys(trees.kinds)[0]
    return { x, y: y + 1, z, kind: kinds[name], square: [sx, sz] }
  }

  function near (x0, z0, x1, z1) {
    const out = []
    for (let sx = Math.floor(x0 / SQUARE); sx <= Math.floor(x1 / SQUARE); sx++) {
      for (let sz = Math.floor(z0 / SQUARE); sz <= Math.floor(z1 / SQUARE); sz++) {
        const tree = treeOf(sx, sz)
        if (tree && tree.x >= x0 && tree.x <= x1 && tree.z >= z0 && tree.z <= z1) out.push(tree)
      }
    }
    return out
  }

  /** Put into a column's array what of the trees lies in it: all leaves first, so that no trunk is cut by its neighbour's crown. */
  function plant (array, cx, cz, { air, dirt }) {
    const [x0, z0] = [cx * 16, cz * 16]
    const trees = near(x0 - REACH, z0 - REACH, x0 + 15 + REACH, z0 + 15 + REACH)
      .map(tree => ({ ...tree, ...tree.kind.shape(keyed(seed, 'crown', ...tree.square)) }))
    for (const tree of trees) {
      leaves(tree, (dx, dy, dz, distance) => {
        const [x, z] = [tree.x + dx - x0, tree.z + dz - z0]
        if (x < 0 || x > 15 || z < 0 || z > 15) return
        const at = cell(x, tree.y + dy, z)
        if (array[at] === air) array[at] = tree.kind.foliage[distance - 1]
      })
    }
    for (const { x, y, z, height, kind } of trees) {
      if (x < x0 || x > x0 + 15 || z < z0 || z > z0 + 15) continue
      array[cell(x - x0, y - 1, z - z0)] = dirt
      for (let i = 0; i < height; i++) array[cell(x - x0, y + i, z - z0)] = kind.log
    }
  }

  return { near, plant }
}

module.exports = { treesOf }
