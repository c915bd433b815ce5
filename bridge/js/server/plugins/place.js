'use strict'
/**
 * The use of a block and the placing of another: the right mouse button.
 *
 * serv.uses: block name -> (player, pos, state) => true when the click on such a block was used up.
 * serv.itemUsesOn: item name -> (player, { pos, state, face, cursor, slot }) => true when a click with it on a block was used up; asked after serv.uses.
 * serv.itemUses: item name -> (player, slot) => a click with it in the air, or after one on a block that did nothing.
 * Whatever happens, the sequence is acknowledged and the client is shown both cells as they are. Nothing is taken from the hand when nothing was placed.
 */

const { Vec3 } = require('vec3')
const { overlap, cellBoxes } = require('../physics')
const { boxOf, reaches, touches } = require('../body')
const { replaceable, supported, NORMALS } = require('../support')
const { placedState } = require('../orientation')
const { otherHalf } = require('../halves')
const { guarded } = require('../log')

const FACES = ['down', 'up', 'north', 'south', 'west', 'east']

/** Items that place a block of another name. */
const PLACES = { redstone: 'redstone_wire', string: 'tripwire' }

module.exports.server = serv => {
  serv.uses = new Map()
  serv.itemUsesOn = new Map()
  serv.itemUses = new Map()
}

module.exports.player = (player, serv) => {
  const at = pos => serv.cells.at(pos.x, pos.y, pos.z)

  const slotOf = hand => hand === 1 ? 45 : player.heldSlot()

  function use (pos, hand) {
    const state = at(pos)
    const handler = state && serv.uses.get(serv.states.name(state))
    if (!handler || (player.crouching && player.inventory.slots[hand])) return false
    return handler(player, pos, state)
  }

  function useItemOn (pos, face, cursor, slot) {
    const handler = serv.itemUsesOn.get(player.inventory.slots[slot]?.name)
    return handler ? handler(player, { pos, state: at(pos), face, cursor, slot }) : false
  }

  /** The cells that a click would fill: [{ pos, state }], or null when it may not. */
  function plan (item, clicked, face, cursor) {
    const blockName = PLACES[item.name] ?? item.name
    if (!serv.registry.blocksByName[blockName]) return null
    const doubled = slabPlan(blockName, clicked, face, cursor)
    if (doubled) return free(doubled) ? [doubled] : null
    const pos = replaceable(serv, at(clicked)) ? clicked : clicked.offset(...NORMALS[face])
    if (!replaceable(serv, at(pos))) return null
    const state = placedState(serv, blockName, { face, cursor, pos, player })
    if (state === null || !supported(serv, state, pos)) return null
    const cells = [{ pos, state }]
    const half = otherHalf(serv, state)
    if (half) {
      cells.push({ pos: pos.offset(...half.offset), state: half.state })
      if (!replaceable(serv, at(cells[1].pos))) return null
    }
    return cells.every(free) ? cells : null
  }

  /** A slab put onto its other half makes a whole block. */
  function slabPlan (blockName, clicked, face, cursor) {
    if (!blockName.endsWith('_slab')) return null
    const lower = { bottom: 'up', top: 'down' }
    const makes = (pos, fits) => {
      const state = at(pos)
      if (!state || serv.states.name(state) !== blockName) return null
      const { type } = serv.states.properties(state)
      return type !== 'double' && fits(type) ? { pos, state: serv.states.withProperties(state, { type: 'double', waterlogged: false }) } : null
    }
    return makes(clicked, type => lower[type] === face || (face !== 'up' && face !== 'down' && (cursor[1] > 0.5) === (type === 'bottom'))) ??
      makes(clicked.offset(...NORMALS[face]), () => true)
  }

  /** No body is in the way of what would be there. */
  function free ({ pos, state }) {
    const boxes = cellBoxes(serv, state, pos.toArray())
    return !serv.players.some(other => other.health > 0 && other.gameMode !== 3 && boxes.some(box => overlap(box, boxOf(other))))
  }

  function place (clicked, face, cursor, slot) {
    const item = player.inventory.slots[slot]
    const cells = item && plan(item, clicked, face, cursor)
    if (!cells) return
    for (const { pos, state } of cells) serv.cells.set(pos, state)
    if (player.gameMode === 0) player.putSlot(slot, serv.items.copy(item, item.count - 1))
  }

  player.on('asap', () => {
    const client = player._client
    client.removeAllListeners('block_place')
    client.removeAllListeners('use_item')
    client.on('block_place', guarded('block_place', ({ hand, location, direction, cursorX, cursorY, cursorZ, sequence }) => {
      const clicked = new Vec3(location.x, location.y, location.z)
      const face = FACES[direction]
      const slot = slotOf(hand)
      const cursor = [cursorX, cursorY, cursorZ]
      if (face && touches(player) && reaches(player, clicked) && at(clicked) !== null && !use(clicked, slot) && !useItemOn(clicked, face, cursor, slot)) {
        place(clicked, face, cursor, slot)
      }
      player.showCell(clicked)
      if (face) player.showCell(clicked.offset(...NORMALS[face]))
      client.write('acknowledge_player_digging', { sequenceId: sequence ?? 0 })
    }))
    client.on('use_item', guarded('use_item', ({ hand, sequence }) => {
      const slot = slotOf(hand)
      if (touches(player)) serv.itemUses.get(player.inventory.slots[slot]?.name)?.(player, slot)
      client.write('acknowledge_player_digging', { sequenceId: sequence ?? 0 })
    }))
  })
}
