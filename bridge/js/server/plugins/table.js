'use strict'
/** The crafting table: using one opens a 3 x 3 grid. */

const { craftingView } = require('../windows/view')

module.exports.server = serv => {
  serv.uses.set('crafting_table', player => {
    player.openView({ ...craftingView(player.nextWindow(), player.inventory.slots), number: 11, title: 'container.crafting' }) // 11: minecraft:crafting
    return true
  })
}
