'use strict'
/**
 * Leaves without a log near them decay. (Minecraft Wiki, "Leaves", section "Decay".)
 *
 * serv.leafDistance(pos)   how many steps through leaves it is from a cell to the nearest log: 1 to 6, 7 when there is none within 6
 *
 * The property `distance` says so in vanilla. Terrain writes it as it likes; so when a log or leaves go, the leaves around are looked at anew, a few logs a tick,
 * and no leaves decay before a search found no log.
 */

const { Vec3 } = require('vec3')
const { NORMALS } = require('../support')
const reach = require('../rules')('growth').leaves.reach

const FAR = 7
/** How many places are looked at in one tick. */
const BUDGET = 2
const STEPS = Object.values(NORMALS)

module.exports.server = serv => {
  const { states, cells } = serv
  const kinds = [] // state -> 'log' | 'leaves'; others block
  const queue = new Map() // 'x,y,z' of what is gone -> its cell

  for (const { name, minStateId, maxStateId } of serv.registry.blocksArray) {
    const kind = /_leaves$/.test(name) ? 'leaves' : /(_log|_wood|_stem|_hyphae)$/.test(name) && !/(melon|pumpkin|mushroom)_stem$/.test(name) ? 'log' : null
    if (kind) for (let state = minStateId; state <= maxStateId; state++) kinds[state] = kind
  }

  const kindAt = ([x, y, z]) => kinds[cells.at(x, y, z) ?? 0]

  /** Cells of leaves within `steps` of a cell, nearest first, until `stop` says so. */
  function around (from, steps, stop) {
    const number = ([x, y, z]) => ((x - from[0] + FAR) * 64 + y - from[1] + FAR) * 64 + z - from[2] + FAR
    const seen = new Set([number(from)])
    const out = []
    let edge = [from]
    for (let n = 1; n <= steps && edge.length > 0; n++) {
      const next = []
      for (const [x, y, z] of edge) {
        for (const [dx, dy, dz] of STEPS) {
          const cell = [x + dx, y + dy, z + dz]
          const kind = kindAt(cell)
          if (!kind || seen.has(number(cell))) continue
          if (stop?.(kind, n)) return out
          seen.add(number(cell))
          if (kind === 'leaves') next.push(cell)
        }
      }
      out.push(...next)
      edge = next
    }
    return out
  }

  serv.leafDistance = ({ x, y, z }) => {
    let distance = FAR
    around([x, y, z], reach, (kind, n) => {
      if (kind === 'log') distance = n
      return kind === 'log'
    })
    return distance
  }

  serv.on('cellChanged', (pos, before, after) => {
    if (!kinds[before] || kinds[after]) return
    if (kinds[before] === 'leaves' && states.properties(before).distance === FAR) return // nothing held on to it
    queue.set(`${pos.x},${pos.y},${pos.z}`, [pos.x, pos.y, pos.z])
  })

  serv.on('tick', () => {
    let left = BUDGET
    for (const [key, from] of queue) {
      if (left-- === 0) break
      queue.delete(key)
      for (const [x, y, z] of around(from, reach)) refresh(new Vec3(x, y, z))
    }
  })

  /** Write the true distance of leaves that may decay. */
  function refresh (pos) {
    const state = cells.at(pos.x, pos.y, pos.z)
    const properties = states.properties(state)
    if (properties.persistent) return
    const distance = serv.leafDistance(pos)
    if ((distance === FAR) !== (properties.distance === FAR)) cells.set(pos, states.withProperties(state, { distance }))
  }

  for (const { name } of serv.registry.blocksArray) {
    if (!/_leaves$/.test(name)) continue
    serv.onRandomTick(name, pos => {
      if (serv.leafDistance(pos) === FAR) serv.breakBlock(pos, null)
      else refresh(pos)
    }, state => states.properties(state).distance === FAR && !states.properties(state).persistent)
  }

  serv.keeps.leaves = {
    save: () => [...queue.values()],
    load (cells) { for (const cell of cells) queue.set(cell.join(), cell) }
  }
}
