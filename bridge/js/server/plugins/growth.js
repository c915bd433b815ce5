'use strict'
/**
 * Random ticks: what makes things grow, spread, dry and decay. (Minecraft Wiki, "Tick", section "Random tick".)
 *
 * serv.onRandomTick(blockName, (pos, state, dice) => ..., when?)   in each tick, of each section of 16 x 16 x 16 cells within 128 blocks of a player, as many
 *   cells are drawn as the game rule randomTickSpeed says; what stands there is called with dice of its own. `when`: state => whether such a state ever has
 *   anything to do. Sections in which nothing has are passed over.
 */

const { Vec3 } = require('vec3')
const { hash, hashName, keyed } = require('../random')

const NEAR = 128
const MIN_SECTION = -4

module.exports.server = (serv, options) => {
  const { seed } = options.lucid
  const handlers = [] // state -> handler
  const sections = new WeakMap() // column -> indices of sections in which a state may have a handler
  const key = hash(hash(0, seed), hashName('random tick'))

  serv.onRandomTick = (name, handler, when = () => true) => {
    const { minStateId, maxStateId } = serv.registry.blocksByName[name]
    for (let state = minStateId; state <= maxStateId; state++) if (when(state)) handlers[state] = handler
  }

  serv.on('cellChanged', ({ x, y, z }, before, after) => {
    if (!handlers[after]) return
    const known = sections.get(serv.overworld.getLoadedColumn(x >> 4, z >> 4))
    const index = (y >> 4) - MIN_SECTION
    if (known && !known.includes(index)) known.splice(known.findLastIndex(other => other < index) + 1, 0, index)
  })

  serv.on('tick', () => {
    const speed = serv.gamerules.randomTickSpeed
    if (speed <= 0) return
    const done = new Set()
    for (const player of serv.players) {
      if (player.gameMode === 3) continue
      const { x, z } = player.position
      for (let cx = (x - NEAR - 8) >> 4; cx <= (x + NEAR) >> 4; cx++) {
        for (let cz = (z - NEAR - 8) >> 4; cz <= (z + NEAR) >> 4; cz++) {
          if ((cx * 16 + 8 - x) ** 2 + (cz * 16 + 8 - z) ** 2 >= NEAR ** 2) continue
          const where = cx + ',' + cz
          const column = serv.overworld.columns[where]
          if (!column || done.has(where)) continue
          done.add(where)
          tickColumn(column, cx, cz, speed)
        }
      }
    }
  })

  function tickColumn (column, cx, cz, speed) {
    if (!sections.has(column)) sections.set(column, column.sections.map((section, index) => mayTick(section) ? index : -1).filter(index => index >= 0))
    const live = sections.get(column)
    if (live.length === 0) return
    const start = hash(key, cx, cz, serv.tickCount)
    for (const index of live) {
      const { data } = column.sections[index]
      let draw = start ^ Math.imul(index + 1, 0x9e3779b1)
      for (let i = 0; i < speed; i++) {
        draw = mulberry(draw)
        const cell = draw >>> 20
        const handler = handlers[data.get(cell)]
        if (!handler) continue
        const pos = new Vec3(cx * 16 + (cell & 15), (index + MIN_SECTION) * 16 + (cell >> 8), cz * 16 + ((cell >> 4) & 15))
        handler(pos, data.get(cell), keyed(seed, 'growth', pos.x, pos.y, pos.z, serv.tickCount, i))
      }
    }
  }

  /** Whether a section may hold a state with a handler: asked once, of its palette. */
  function mayTick ({ data }) {
    if (data.palette) return data.palette.some(state => handlers[state])
    if (data.value !== undefined) return !!handlers[data.value]
    return true
  }
}

/** The next 32 bits after these. */
function mulberry (bits) {
  bits = (bits + 0x6d2b79f5) | 0
  let t = Math.imul(bits ^ (bits >>> 15), 1 | bits)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return (t ^ (t >>> 14)) >>> 0
}
