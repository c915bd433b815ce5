'use strict'
/**
 * The use of a block and the placing of another: the right mouse button.
 *
 * serv.uses: block name -> (player, pos, state) => true when the click on such a block was used up.
 * serv.itemUsesOn: item name -> (player, { pos, state, face, cursor, slot }) => true when a click with it on a block was used up; asked after serv.uses.
 * serv.itemUses: item name -> (player, slot) => a click with it in the air, or after one on a block that did nothing.
 * Emits 'placed' (player, pos, state) on serv when a block was placed.
 * Whatever happens, the sequence is acknowledged and the client is shown both cells as they are. Nothing is taken from the hand when nothing was placed.
 */

const { Vec3 } = require('vec3')
const { boxAt, overlap, cellBoxes } = require('../physics')
const { boxOf, reaches, touches } = require('../body')
const { replaceable, supported, NORMALS } = require('../support')
const { placedState } = require('../orientation')
const { otherHalf } = require('../halves')
const { guarded } = require('../log')
const rules = require('../rules')('placing')

const FACES = ['down', 'up', 'north', 'south', 'west', 'east']

module.exports.server = serv => {
  serv.uses = new Map()
  serv.itemUsesOn = new Map()
  serv.itemUses = new Map()

  /** No body is in the way of what would be there: of players, creatures, falling blocks. Items and arrows give way. */
  serv.unobstructed = (pos, state) => {
    const boxes = cellBoxes(serv, state, pos.toArray())
    if (boxes.length === 0) return true
    const bodies = serv.players.filter(other => other.health > 0 && other.gameMode !== 3).map(boxOf)
    for (const { dead, position, width, height } of serv.creatures.values()) if (!dead) bodies.push(boxAt(position, width, height))
    for (const { position } of serv.falling?.values() ?? []) bodies.push(boxAt(position, 0.98, 0.98))
    return !bodies.some(body => boxes.some(box => overlap(box, body)))
  }
}

module.exports.player = (player, serv) => {
  const at = pos => serv.cells.at(pos.x, pos.y, pos.z)

  const slotOf = hand => hand === 1 ? 45 : player.heldSlot()

  /** A crouching player whose hands are not empty uses no block. */
  function use (pos) {
    const state = at(pos)
    const handler = state && serv.uses.get(serv.states.name(state))
    if (!handler || (player.crouching && (player.held() || player.inventory.slots[45]))) return false
    return handler(player, pos, state)
  }

  function useItemOn (pos, face, cursor, slot) {
    const handler = serv.itemUsesOn.get(player.inventory.slots[slot]?.name)
    return handler ? handler(player, { pos, state: at(pos), face, cursor, slot }) : false
  }

  /** The cells that a click would fill: [{ pos, state }], or null when it may not. */
  function plan (item, clicked, face, cursor) {
    const blockName = rules.places[item.name] ?? item.name
    if (!serv.registry.blocksByName[blockName] || blockName.endsWith('_hanging_sign')) return null
    const more = slabPlan(blockName, clicked, face, cursor) ?? pilePlan(blockName, clicked, face)
    if (more) return serv.unobstructed(more.pos, more.state) ? [more] : null
    const isFree = pos => replaceable(serv, at(pos)) && serv.states.name(at(pos)) !== blockName
    const pos = isFree(clicked) ? clicked : clicked.offset(...NORMALS[face])
    if (!isFree(pos) || (rules.in_water.includes(blockName) && serv.states.name(at(pos)) !== 'water')) return null
    const state = placedState(serv, blockName, { face, cursor, pos, clicked, player })
    if (state === null || !supported(serv, state, pos) || !serv.unobstructed(pos, state)) return null
    const cells = [{ pos, state }]
    const half = otherHalf(serv, state)
    if (half) {
      const other = pos.offset(...half.offset)
      if (!replaceable(serv, at(other))) return null
      cells.push({ pos: other, state: half.state })
    }
    return cells
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

  /** One more of what lies in piles: layers of snow, candles. */
  function pilePlan (blockName, clicked, face) {
    const [property, most] = Object.entries(rules.piles).find(([name]) => serv.registry.blocksByName[blockName].states.some(state => state.name === name)) ?? []
    if (!property || (player.crouching && property !== 'layers')) return null
    for (const pos of [clicked, clicked.offset(...NORMALS[face])]) {
      const state = at(pos)
      if (!state || serv.states.name(state) !== blockName) continue
      const n = serv.states.properties(state)[property]
      if (n < most && (property !== 'layers' || pos !== clicked || face === 'up')) return { pos, state: serv.states.withProperties(state, { [property]: n + 1 }) }
    }
    return null
  }

  function place (clicked, face, cursor, slot) {
    const item = player.inventory.slots[slot]
    const cells = item && plan(item, clicked, face, cursor)
    if (!cells) return
    for (const { pos, state } of cells) serv.cells.set(pos, state)
    if (player.gameMode === 0) player.putSlot(slot, serv.items.copy(item, item.count - 1))
    serv.emit('placed', player, cells[0].pos, cells[0].state)
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
      if (face && touches(player) && reaches(player, clicked) && at(clicked) !== null && !use(clicked) && !useItemOn(clicked, face, cursor, slot)) {
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
