'use strict'
/**
 * What players carry, and the windows in which they move it. The server decides; after each click the client is told where it was wrong.
 *
 * player.give(item)           puts a stack into the inventory; answers what did not fit, or null
 * player.putSlot(slot, item)  sets an inventory slot (0-45) and tells the client
 * player.heldSlot(), player.held()   the hand's slot and stack
 * player.openView(view)       shows a window (plugins/table.js); player.closeView() gives back what lies in it
 */

const { itemsOf } = require('../windows/items')
const { crafting } = require('../windows/crafting')
const { clicker, carried } = require('../windows/clicks')
const { inventoryView, range } = require('../windows/view')
const { guarded } = require('../log')

module.exports.server = serv => {
  serv.items = itemsOf(serv.registry)
  serv.crafting = crafting(serv.registry, serv.items)
  serv.click = clicker(serv.items, serv.crafting)
}

// upstream sets its own inventory up after our plugins: ours is put over it when all is there
module.exports.player = (player, serv) => { player.on('asap', () => carry(player, serv)) }

function carry (player, serv) {
  const { items } = serv
  const slots = player.inventory.slots
  const own = inventoryView(slots)
  const hand = { cursor: null, toss: item => player.toss(item) }
  let view = own
  let revision = 0

  const client = player._client
  const stamp = () => { revision = (revision + 1) & 0x7fff; return revision }
  const sendSlot = i => client.write('set_slot', { windowId: view.id, stateId: stamp(), slot: i, item: items.toNotch(view.get(i)) })
  const sendAll = () => client.write('window_items', {
    windowId: view.id,
    stateId: stamp(),
    items: range(0, view.size).map(i => items.toNotch(view.get(i))),
    carriedItem: items.toNotch(hand.cursor)
  })

  player.heldSlot = () => 36 + player.heldItemSlot
  player.held = () => slots[player.heldSlot()] ?? null
  player.container = () => view.kind

  player.putSlot = (slot, item) => {
    own.set(slot, item)
    if (view === own) sendSlot(slot)
    else if (slot >= 9 && slot < 45) sendSlot(slot - 9 + view.main[0])
  }

  player.give = item => {
    let left = item.count
    const held = player.heldSlot()
    const order = [held, 45, ...carried(own)]
    const add = (slot, n) => { player.putSlot(slot, items.copy(item, (slots[slot]?.count ?? 0) + n)); left -= n }
    for (const slot of order) if (left && items.alike(slots[slot], item)) add(slot, Math.min(left, item.stackSize - slots[slot].count))
    for (const slot of carried(own)) if (left && !slots[slot]) add(slot, Math.min(left, item.stackSize))
    return items.copy(item, left)
  }

  player.openView = opened => {
    player.closeView()
    view = opened
    client.write('open_window', { windowId: view.id, inventoryType: view.number, windowTitle: JSON.stringify({ text: view.title }) })
    sendAll()
  }

  player.closeView = () => {
    const back = [...serv.crafting.emptied(view), ...(view === own ? [] : serv.crafting.emptied(own))]
    if (hand.cursor) back.push(hand.cursor)
    hand.cursor = null
    view = own
    for (const item of back) {
      const left = player.give(item)
      if (left) player.toss(left)
    }
    if (back.length) sendAll()
  }

  /** The slots as they would be with every window closed: what is saved. */
  player.settledSlots = () => {
    const settled = inventoryView([])
    for (let i = 5; i < 46; i++) settled.set(i, slots[i] && items.copy(slots[i]))
    const loose = [own, view].flatMap(each => range(1, 1 + each.grid.side ** 2).map(i => each.get(i)))
    for (const item of new Set([...loose, hand.cursor].filter(Boolean))) {
      const free = carried(settled).find(i => !settled.get(i))
      if (free !== undefined) settled.set(free, items.copy(item))
    }
    return Array.from({ length: 46 }, (_, i) => settled.get(i))
  }

  function onClick (click) {
    if (click.windowId !== view.id || player.health <= 0) return
    const before = range(0, view.size).map(i => view.get(i) && items.copy(view.get(i)))
    const result = !!view.grid && click.slot >= 0 && click.slot <= view.grid.side ** 2
    const known = serv.click(hand, view, click)
    if (!known || click.stateId === -1 || !items.same(items.fromNotch(click.cursorItem), hand.cursor)) return sendAll()
    for (const { location, item } of click.changedSlots) if (location >= 0 && location < view.size) before[location] = items.fromNotch(item)
    for (let i = 0; i < view.size; i++) {
      // slot 0 always after a click in the grid: the client waits for it, and cannot know what the grid makes
      if ((i === 0 && result) || !items.same(before[i], view.get(i))) sendSlot(i)
    }
  }

  for (const name of ['window_click', 'close_window', 'held_item_slot', 'set_creative_slot']) client.removeAllListeners(name)
  player.inventory.removeAllListeners('updateSlot')
  player.inventory.on('updateSlot', slot => { if (view === own) sendSlot(slot) }) // upstream fills the inventory at login
  client.on('window_click', guarded('window_click', onClick))
  client.on('close_window', () => player.closeView())
  client.on('held_item_slot', ({ slotId }) => { if (slotId >= 0 && slotId < 9) player.heldItemSlot = slotId })
  client.prependListener('end', () => { if (player.username) player.closeView() }) // before upstream saves the player
}
