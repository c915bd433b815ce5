'use strict'
/** The world's shape as a function of the seed alone. flying-squid loads this module by its path as the generator. */

const { flat } = require('./flat')
const { seeded } = require('./seeded')

/**
 * @param {{ registry: object, terrain: { kind: 'seeded' | 'flat' | 'superflat', seed: number } }} options
 * @returns {{ column: (chunkX: number, chunkZ: number) => object, spawn: () => number[], biomeAt: (x: number, z: number) => string }}
 *   columns, the cell in which players start, and the name of the biome of a place
 */
function terrainOf ({ registry, terrain }) {
  return terrain.kind === 'flat' || terrain.kind === 'superflat' ? flat(registry, terrain.kind) : seeded(registry, terrain.seed)
}

/** What flying-squid expects: `(chunkX, chunkZ) => column`. */
module.exports = options => terrainOf(options).column
module.exports.terrainOf = terrainOf
