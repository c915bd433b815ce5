'use strict'
/**
 * What the client has been sent of the world, as plain state ids: one Uint16Array of 4096 a section, decoded once.
 * It also gives the bot a fast `blockAt`: mineflayer builds a whole Block at every look, and its physics looks about a hundred times a tick.
 */

const { Vec3 } = require('vec3')

const CELLS = 4096

/** Blocks this near can carry the body, or be in its way. Grass that spreads further off is none of its business. */
const NEAR = 4

/** One number for a section. */
const keyOf = (sx, sy, sz) => ((sx + 0x200000) * 0x400000 + (sz + 0x200000)) * 64 + (sy + 32)

/** Index of a cell in its section. */
const indexOf = (x, y, z) => ((y & 15) << 8) | ((z & 15) << 4) | (x & 15)

/**
 * Follow a bot's world. `version` counts all that came: the same number means the same terrain; `updates` counts single blocks that changed near the body.
 * @param {object} bot mineflayer's, logged in
 */
function followTerrain (bot) {
  const Block = require('prismarine-block')(bot.registry)
  const sections = new Map()
  let version = 0
  let updates = 0
  const kinds = new Map() // state id -> Block without a place

  /** The state ids of a section, or null where nothing was sent. */
  function section (sx, sy, sz) {
    const key = keyOf(sx, sy, sz)
    let cells = sections.get(key)
    if (cells === undefined) {
      cells = decoded(bot, sx, sy, sz)
      sections.set(key, cells)
    }
    return cells
  }

  /** State id of a cell, or -1 where nothing was sent. */
  function stateAt (x, y, z) {
    const cells = section(x >> 4, y >> 4, z >> 4)
    return cells === null ? -1 : cells[indexOf(x, y, z)]
  }

  function forget ({ x, z }) {
    version++
    for (let sy = -32; sy < 32; sy++) sections.delete(keyOf(x >> 4, sy, z >> 4))
  }

  bot.on('chunkColumnLoad', forget)
  bot.on('chunkColumnUnload', forget)
  bot.on('blockUpdate', (before, after) => {
    if (!after) return
    version++
    const { x, y, z } = after.position
    if (bot.entity && after.position.distanceTo(bot.entity.position) < NEAR) updates++
    const cells = sections.get(keyOf(x >> 4, y >> 4, z >> 4))
    if (cells) cells[indexOf(x, y, z)] = after.stateId
  })

  /** The kind of block of a state id: prismarine's Block, without a place. Shared: not to be changed. */
  function kind (state) {
    let block = kinds.get(state)
    if (!block) kinds.set(state, block = Block.fromStateId(state, 0))
    return block
  }

  bot.blockAt = point => {
    const x = Math.floor(point.x)
    const y = Math.floor(point.y)
    const z = Math.floor(point.z)
    const state = stateAt(x, y, z)
    if (state < 0) return null
    const block = Object.create(kind(state))
    block.position = new Vec3(x, y, z)
    return block
  }

  return { section, stateAt, kind, get version () { return version }, get updates () { return updates } }
}

function decoded (bot, sx, sy, sz) {
  const column = bot.world.getColumn(sx, sz)
  const { minY, height } = bot.game
  if (!column || sy < minY >> 4 || sy >= (minY + height) >> 4) return null
  const cells = new Uint16Array(CELLS)
  const at = { x: 0, y: 0, z: 0 }
  for (let i = 0; i < CELLS; i++) {
    at.x = i & 15
    at.z = (i >> 4) & 15
    at.y = sy * 16 + (i >> 8)
    cells[i] = column.getBlockStateId(at)
  }
  return cells
}

module.exports = { followTerrain, keyOf, indexOf, CELLS }
