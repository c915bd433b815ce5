'use strict'
/**
 * Saplings become trees, where there is light and room. (Minecraft Wiki, "Sapling", "Tree"; numbers in rules/growth.json.)
 * `clear` [n, r, R]: below height n the cells within r to each side must be free, above within R.
 */

const { Vec3 } = require('vec3')
const { keyed } = require('../random')
const { replaceable, NORMALS } = require('../support')
const shapes = require('../treeshapes')
const growth = require('../rules')('growth')

const STEPS = Object.values(NORMALS)

module.exports.server = (serv, options) => {
  const { states, cells } = serv
  const { chance, meal_chance: mealChance, trees } = growth.saplings

  for (const [name, tree] of Object.entries(trees)) {
    serv.onRandomTick(name, (pos, state, dice) => {
      if (dice() < chance && serv.light.now(pos.x, pos.y + 1, pos.z) >= growth.light) advance(pos, state, tree, dice)
    })
    serv.fertile.set(name, (pos, state, dice) => {
      if (dice() < mealChance) advance(pos, state, tree, dice)
      return true
    })
  }

  function advance (pos, state, tree, dice) {
    if (states.properties(state).stage === 0) cells.set(pos, states.withProperties(state, { stage: 1 }))
    else grow(pos, tree, dice)
  }

  function grow (pos, { shape, log, leaves, height: [base, ...more], clear }, dice) {
    const height = more.reduce((sum, most) => sum + Math.floor(dice() * (most + 1)), base)
    if (pos.y + height + 1 > cells.MAX_Y || !hasRoom(pos, height, clear)) return
    const parts = shapes[shape](height, keyed(options.lucid.seed, 'tree shape', pos.x, pos.y, pos.z, serv.tickCount))
    const free = offsets => offsets.map(offset => pos.offset(...offset)).filter(at => isFree(at, pos))
    const logs = free(parts.logs)
    const distances = distancesOf(logs, free(parts.leaves))
    if (!/^(dirt|podzol|coarse_dirt|rooted_dirt|moss_block|mud)$/.test(nameAt(pos.offset(0, -1, 0)))) cells.set(pos.offset(0, -1, 0), states.named('dirt'))
    for (const at of logs) cells.set(at, states.named(log))
    for (const [at, distance] of distances) cells.set(at, states.named(leaves, { distance, waterlogged: nameAt(at) === 'water' }))
  }

  const nameAt = ({ x, y, z }) => states.name(cells.at(x, y, z) ?? 1)

  /** What a tree may grow through: its own sapling, air, leaves, plants that give way, water. */
  function isFree (at, sapling) {
    const name = nameAt(at)
    return at.equals(sapling) || /_leaves$/.test(name) || (!/^(snow|lava|fire)$/.test(name) && replaceable(serv, cells.at(at.x, at.y, at.z)))
  }

  function hasRoom (pos, height, [limit, low, high]) {
    for (let dy = 0; dy <= height + 1; dy++) {
      const r = dy < limit ? low : high
      for (let dx = -r; dx <= r; dx++) {
        for (let dz = -r; dz <= r; dz++) {
          const at = pos.offset(dx, dy, dz)
          if (!isFree(at, pos) && !/_(log|wood)$/.test(nameAt(at))) return false
        }
      }
    }
    return true
  }

  /** [cell, distance] of the leaves that a log holds, nearest first; the others are not there. */
  function distancesOf (logs, leaves) {
    const key = ({ x, y, z }) => `${x},${y},${z}`
    const trunk = new Set(logs.map(key))
    const open = new Map(leaves.filter(at => !trunk.has(key(at))).map(at => [key(at), at]))
    const out = []
    let edge = logs
    for (let distance = 1; distance <= 6; distance++) {
      const next = []
      for (const at of edge) {
        for (const step of STEPS) {
          const there = at.plus(new Vec3(...step))
          if (!open.delete(key(there))) continue
          next.push(there)
          out.push([there, distance])
        }
      }
      edge = next
    }
    return out
  }
}
