'use strict'
/** Chests, trapped chests and barrels: opened by use; two halves of a chest are one. Their lids move for all who see them. (Minecraft Wiki, "Chest", "Barrel".) */

const { chestView } = require('../windows/containers')
const { eyesOf } = require('../body')
const { partnerOf } = require('../chests')

const SIZE = 27
/** How far a player may be from what it has open, in blocks. */
const FAR = 8

module.exports.server = serv => {
  for (const name of ['chest', 'trapped_chest', 'barrel']) {
    serv.holds.set(name, SIZE)
    serv.uses.set(name, open)
  }

  function open (player, pos, state) {
    const halves = [pos, partnerOf(serv, pos, state)].filter(Boolean)
    if (serv.states.name(state) !== 'barrel' && halves.some(blocked)) return true
    if (halves.length > 1 && serv.states.properties(state).type === 'left') halves.reverse() // the right half has the upper rows
    const parts = halves.map(serv.containerAt)
    const title = 'container.' + (halves.length > 1 ? 'chestDouble' : serv.states.name(state) === 'barrel' ? 'barrel' : 'chest')
    player.closeView()
    const view = chestView({
      id: player.nextWindow(),
      title,
      slots: player.inventory.slots,
      parts: parts.map(part => part.slots),
      changed: i => serv.touched(parts[Math.floor(i / SIZE)])
    })
    player.openView({
      ...view,
      valid: () => parts.every(part => eyesOf(player).distanceTo(part.pos.offset(0.5, 0.5, 0.5)) <= FAR),
      closed: () => parts.forEach(part => serv.unwatch(player, part))
    })
    parts.forEach(part => serv.watch(player, part))
    return true
  }

  /** A chest does not open under a whole block that light does not pass. */
  function blocked (pos) {
    const above = serv.cells.at(pos.x, pos.y + 1, pos.z)
    if (!above) return false
    const block = serv.states.block(above)
    const boxes = serv.states.boxes(above)
    return !block.transparent && boxes.length === 1 && boxes[0].every((v, i) => v === (i < 3 ? 0 : 1))
  }

  serv.on('watched', ({ pos, block, viewers }) => {
    const state = serv.cells.at(pos.x, pos.y, pos.z)
    if (state === null || serv.states.name(state) !== block) return
    if (block === 'barrel') return serv.cells.set(pos, serv.states.withProperties(state, { open: viewers.size > 0 }))
    if (!serv.holds.has(block) || !/chest$/.test(block)) return
    const packet = { location: pos, byte1: 1, byte2: viewers.size, blockId: serv.registry.blocksByName[block].id }
    for (const player of serv.players) if (player.loadedChunks?.[(pos.x >> 4) + ',' + (pos.z >> 4)]) player._client.write('block_action', packet)
  })
}
