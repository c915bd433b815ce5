'use strict'
/** Take `count` of `item` out of the chest at `pos`, walking within reach first: all of it, or none. */

const { comeTo, opened } = require('../chest')
const { transfer, countIn, pockets, inside } = require('../transfer')
const { hasRoom } = require('../windows')
const { failed } = require('../stop')

module.exports = {
  footprint: ({ pos }) => [pos],
  async run (session, { item: name, count, pos }) {
    const { bot } = session
    const kind = bot.registry.itemsByName[name]
    await comeTo(session, pos, () => {
      if (!hasRoom(bot.inventory, { type: kind?.id, stackSize: kind?.stackSize ?? 64 }, count)) throw failed('inventory_full', `no room for ${count} ${name}`)
    })
    await opened(session, pos, window => {
      const there = countIn(window, inside(window), name)
      if (there < count) throw failed('no_item', `the chest holds ${there} ${name}`)
      transfer(session, name, count, inside(window), pockets(window))
    })
  }
}
