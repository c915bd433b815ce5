'use strict'
/**
 * Oaks and birches, in the game's shape (Minecraft Wiki, "Tree": a trunk of 4-6 or 5-7 logs, two wide layers of leaves and two narrow ones).
 * The land is divided into squares of 4 x 4; each holds at most one tree. So any chunk can tell the trees around it, and trees are whole across borders.
 */

const { keyed } = require('../random')
const { cell } = require('./column')
const { SEA } = require('./relief')

const SQUARE = 4
/** How far leaves reach from the trunk. */
const REACH = 2

/**
 * @param {number} seed
 * @param relief reliefOf(seed)
 * @param {object} states of serv.states' kind: named(name, properties)
 */
function treesOf (seed, relief, states) {
  const leaves = kind => [1, 2, 3, 4, 5].map(distance => states.named(kind + '_leaves', { distance }))
  const kinds = {
    oak: { log: states.named('oak_log'), leaves: leaves('oak'), least: 4 },
    birch: { log: states.named('birch_log'), leaves: leaves('birch'), least: 5 }
  }

  /** The tree of a square: { x, y, z, height, kind, corners }, y the cell of its lowest log; null: none. */
  function treeOf (sx, sz) {
    const dice = keyed(seed, 'tree', sx, sz)
    const [x, z] = [sx * SQUARE + Math.floor(dice() * 3), sz * SQUARE + Math.floor(dice() * 3)]
    if (dice() > 0.005 + 0.5 * relief.wood(x, z)) return null
    const ground = relief.height(x, z)
    if (ground <= SEA || relief.isMouth(x, z) || relief.isBeach(x, z, ground)) return null
    const kind = kinds[relief.isBirchWood(x, z) || dice() < 0.15 ? 'birch' : 'oak']
    return { x, y: ground + 1, z, height: kind.least + Math.floor(dice() * 3), kind, corners: Math.floor(dice() * 2 ** 12) }
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
    for (const tree of trees) {
      crown(tree, (dx, dy, dz, state) => {
        const [x, z] = [tree.x + dx - x0, tree.z + dz - z0]
        if (x < 0 || x > 15 || z < 0 || z > 15) return
        const at = cell(x, tree.y + dy, z)
        if (array[at] === air) array[at] = state
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

/** The leaves of a tree, relative to its lowest log. Corners of a layer are there by chance, those of the top never. */
function crown ({ height, kind, corners }, put) {
  let bit = 0
  for (let dy = height - 3; dy <= height; dy++) {
    const r = dy < height - 1 ? 2 : 1
    for (let dx = -r; dx <= r; dx++) {
      for (let dz = -r; dz <= r; dz++) {
        const isCorner = Math.abs(dx) === r && Math.abs(dz) === r
        if (isCorner && (dy === height || !((corners >> bit++) & 1))) continue
        const distance = Math.max(1, Math.abs(dx) + Math.abs(dz) + Math.max(0, dy - height + 1))
        put(dx, dy, dz, kind.leaves[Math.min(4, distance - 1)])
      }
    }
  }
}

module.exports = { treesOf }
