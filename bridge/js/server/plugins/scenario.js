'use strict'
/**
 * What a test or a lab sets up before the first player joins; empty in a real run (the agent writes it into the run's cheat ledger).
 *
 * { terrain: 'seeded' | 'flat' | 'superflat', spawn: [x, y, z] (cell of the feet), inventory: { oak_log: 3 } (given to each player at its first join),
 *   blocks: [[[x, y, z], 'oak_log'] or [[x, y, z], 'oak_log', { axis: 'x' }], ...] }
 */

const { Vec3 } = require('vec3')

module.exports.server = (serv, options) => {
  const { blocks = [], inventory = {} } = options.lucid.scenario
  serv.gifts = inventory

  serv.prepare = async () => {
    if (await serv.restore()) return
    for (const [cell, name, properties] of blocks) {
      const pos = new Vec3(...cell)
      await serv.overworld.getColumn(pos.x >> 4, pos.z >> 4)
      serv.cells.set(pos, serv.states.named(name, properties))
    }
    await serv.saveAll()
  }
}

module.exports.player = (player, serv) => {
  player.on('spawned', () => {
    if (player._playerData.record) return // was here before: its own things are on disk
    for (const [name, count] of Object.entries(serv.gifts)) {
      for (let left = count; left > 0;) {
        const item = serv.items.made(name, left)
        item.count = Math.min(left, item.stackSize)
        left -= item.count
        player.give(item)
      }
    }
  })
}
