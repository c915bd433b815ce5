'use strict'
/**
 * The blocks, read and changed at once: upstream goes through promises, and then one tick's work may end in the next.
 *
 * serv.cells.at(x, y, z)      block state; null where no column is loaded or outside the world's height
 * serv.cells.set(pos, state)  changes a cell and tells everybody who sees it; serv emits 'cellChanged' (pos, before, after)
 * serv.states                 what a state is (states.js)
 * serv.biomeAt(x, z)          name of the biome: 'plains', 'desert' ...; of a column whether it is loaded or not
 */

const { Vec3 } = require('vec3')
const { statesOf } = require('../states')
const { terrainOf } = require('../terrain')
const { tracked } = require('../pending')

const MIN_Y = -64
const MAX_Y = 319

module.exports.server = (serv, options) => {
  serv.states = statesOf(serv.registry)
  serv.cells = { at, set, MIN_Y, MAX_Y }
  const terrain = terrainOf({ registry: serv.registry, terrain: options.generation.options.terrain })
  serv.biomeAt = terrain.biomeAt
  const altered = serv.alteredColumns = new Map() // 'x,z' -> { x, z, saved }; the others can be made again from the seed

  serv.once('pluginsReady', () => {
    const world = serv.overworld
    world.stopSaving() // upstream writes every column it ever made, every second
    loadOnce(world)
    keepOnlyWhatIsSeen(world)
    const cell = options.lucid.scenario.spawn ?? terrain.spawn()
    serv.spawnPoint = new Vec3(cell[0] + 0.5, cell[1], cell[2] + 0.5)
    // Who joins while time runs by itself is a guest, and comes in where the first player stands: there is something to see.
    serv.getSpawnPoint = async () => (serv.hosting && serv.players.length > 0 ? serv.players[0].position : serv.spawnPoint).clone()
    serv.setBlock = async (_, pos, state) => set(pos, state)
  })

  function at (x, y, z) {
    if (y < MIN_Y || y > MAX_Y) return null
    const column = serv.overworld.getLoadedColumn(x >> 4, z >> 4)
    return column ? column.getBlockStateId({ x: x & 15, y, z: z & 15 }) : null
  }

  function set (pos, state) {
    const before = at(pos.x, pos.y, pos.z)
    if (before === null || before === state) return
    const [x, z] = [pos.x >> 4, pos.z >> 4]
    serv.overworld.getLoadedColumn(x, z).setBlockStateId({ x: pos.x & 15, y: pos.y, z: pos.z & 15 }, state)
    altered.set(x + ',' + z, { x, z, saved: false })
    for (const player of serv.players) if (player.loadedChunks?.[x + ',' + z]) player.showCell(pos)
    serv.emit('cellChanged', pos, before, state)
  }

  /** Upstream loads a column twice when two ask at once, and the second copy loses what was changed in the first. */
  function loadOnce (world) {
    const load = world.getColumn.bind(world)
    const loading = new Map()
    world.getColumn = (x, z) => {
      const here = world.getLoadedColumn(x, z)
      if (here) return Promise.resolve(here)
      const key = x + ',' + z
      if (!loading.has(key)) loading.set(key, tracked(load(x, z).then(roomy).finally(() => loading.delete(key))))
      return loading.get(key)
    }
  }

  /** Columns that nobody sees and nobody changed are forgotten; upstream's count never falls to zero. */
  function keepOnlyWhatIsSeen (world) {
    serv._worldLoadPlayerChunk = (x, z, player) => {
      const key = x + ',' + z
      if (player.loadedChunks[key]) return false
      player.loadedChunks[key] = 1
      return true
    }
    serv._worldUnloadPlayerChunk = (x, z, player) => {
      const key = x + ',' + z
      delete player.loadedChunks[key]
      const seen = serv.players.some(other => other !== player && other.loadedChunks?.[key])
      if (!seen && !altered.has(key)) world.forceUnloadColumn(key, x, z)
      return !seen
    }
  }
}

module.exports.player = (player, serv) => {
  /** Tell this player what a cell holds. */
  player.showCell = ({ x, y, z }) => {
    const state = serv.cells.at(x, y, z)
    if (state !== null) player._client.write('block_change', { location: { x, y, z }, type: state })
  }
}

/** Room for any block: without this, upstream cuts states to 8 bits as soon as a section holds more than 256 of them. */
function roomy (column) {
  for (const { data } of column.sections) data.maxBitsPerBlock = column.maxBitsPerBlock
  return column
}

module.exports.roomy = roomy
