'use strict'
/** The crafting table: using one opens a 3 x 3 grid. */

const { craftingView } = require('../windows/view')

module.exports.server = serv => {
  serv.uses.set('crafting_table', player => {
    player.lastWindow = (player.lastWindow ?? 0) % 100 + 1 // as vanilla: ids 1 to 100 in turn
    player.openView({ ...craftingView(player.lastWindow, player.inventory.slots), number: 11, title: 'Crafting' }) // 11: minecraft:crafting
    return true
  })
}
