'use strict'
/** Put `count` of `item` into the chest at `pos`, walking within reach first: all of it, or none. */

const { comeTo, opened } = require('../chest')
const { transfer, fits, pockets, inside } = require('../transfer')
const { carried } = require('../hand')
const { failed } = require('../stop')

module.exports = {
  footprint: ({ pos }) => [pos],
  async run (session, { item: name, count, pos }) {
    const has = carried(session.bot).filter(item => item.name === name)
    const total = has.reduce((sum, item) => sum + item.count, 0)
    await comeTo(session, pos, () => { if (total < count) throw failed('no_item', `needs ${count} ${name}, has ${total}`) })
    await opened(session, pos, window => {
      if (!fits(window, inside(window), has[0], count)) throw failed('inventory_full', `the chest has no room for ${count} ${name}`)
      transfer(session, name, count, pockets(window), inside(window))
    })
  }
}
