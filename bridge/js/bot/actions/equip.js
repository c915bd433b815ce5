'use strict'
/** Hold `item` in the hand. */

const { hold, carried } = require('../hand')
const { failed } = require('../stop')

module.exports = {
  footprint: () => [],
  async run (session, { item: name }) {
    const { bot } = session
    if (bot.heldItem?.name === name) return
    const item = carried(bot).find(item => item.name === name)
    if (!item) throw failed('no_item', `no ${name} is carried`)
    await hold(session, item)
    if (bot.heldItem?.name !== name) throw failed('refused', `the hand holds ${bot.heldItem?.name ?? 'nothing'}`)
  }
}
