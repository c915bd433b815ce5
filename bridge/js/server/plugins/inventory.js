'use strict'
/**
 * What players carry, and the windows in which they move it. The server decides; after each click the client is told where it was wrong.
 *
 * player.give(item)           puts a stack into the inventory; answers what did not fit, or null
 * player.putSlot(slot, item)  sets an inventory slot (0-45) and tells the client
 * player.heldSlot(), player.held()   the hand's slot and stack
 * player.clearCursor()        takes away what hangs on the cursor
 * player.openView(view)       shows a window (table.js, chests.js, furnaces.js); player.closeView() ends it and gives back what lies in a grid
 * player.refreshView()        tells the client what others have changed in the container that it looks into
 * player.nextWindow()         an id for a window
 * player.seen()               { kind, slots, cursor } as it should see them: for tests
 *
 * A view that is shown may have `closed()`, called when it ends; `valid()`, asked every tick; `progress()`, a list of [property, value] for its bars.
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
  serv.on('tick', () => { for (const player of serv.players) player.lookIntoView() })
}

// upstream sets its own inventory up after our plugins: ours is put over it when all is there
module.exports.player = (player, serv) => {
  player.lookIntoView = () => {}
  player.on('asap', () => carry(player, serv))
}

function carry (player, serv) {
  const { items } = serv
  const slots = player.inventory.slots
  const own = inventoryView(slots)
  const hand = {
    cursor: null,
    drag: null,
    toss: item => player.toss(item),
    give: item => player.give(item),
    creative: () => player.gameMode === 1
  }
  let view = own
  let revision = 0
  let lastWindow = 0
  let known = [] // what the client knows of a container's own slots
  let clicking = false
  let bars = new Map() // what it knows of its progress

  const client = player._client
  const stamp = () => { revision = (revision + 1) & 0x7fff; return revision }
  const write = (windowId, slot, item) => client.write('set_slot', { windowId, stateId: stamp(), slot, item: items.toNotch(item) })
  const sendSlot = i => write(view.id, i, view.get(i))
  const isShared = i => view.own !== undefined && i < view.own
  const sendAll = () => {
    known = range(0, view.own ?? 0).map(i => view.get(i))
    client.write('window_items', {
      windowId: view.id,
      stateId: stamp(),
      items: range(0, view.size).map(i => items.toNotch(view.get(i))),
      carriedItem: items.toNotch(hand.cursor)
    })
  }

  player.heldSlot = () => 36 + player.heldItemSlot
  player.held = () => slots[player.heldSlot()] ?? null
  player.container = () => view.kind
  player.nextWindow = () => { lastWindow = lastWindow % 100 + 1; return lastWindow } // as vanilla: ids 1 to 100 in turn

  player.putSlot = (slot, item) => {
    own.set(slot, item)
    if (view !== own && slot >= 9 && slot < 45) sendSlot(slot - 9 + view.main[0])
    else write(0, slot, own.get(slot))
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
    client.write('open_window', { windowId: view.id, inventoryType: view.number, windowTitle: JSON.stringify({ translate: view.title }) })
    sendAll()
    bars = new Map()
    showProgress()
  }

  /** End what is open. `say`: the client does not know it yet. */
  player.closeView = (say = false) => {
    const back = [...serv.crafting.emptied(view), ...(view === own ? [] : serv.crafting.emptied(own))]
    if (hand.cursor) back.push(hand.cursor)
    hand.cursor = hand.drag = null
    const ended = view
    if (say && view !== own) client.write('close_window', { windowId: view.id })
    view = own
    ended.closed?.()
    for (const item of back) {
      const left = player.give(item)
      if (left) player.toss(left)
    }
    if (back.length) sendAll()
  }

  player.clearCursor = () => {
    hand.cursor = null
    sendAll()
  }

  player.refreshView = () => {
    if (clicking) return // it is told when the click is done
    for (let i = 0; i < (view.own ?? 0); i++) {
      if (items.same(known[i], view.get(i))) continue
      known[i] = view.get(i)
      sendSlot(i)
    }
  }

  player.lookIntoView = () => {
    if (view.valid && !view.valid()) player.closeView(true)
    showProgress()
  }

  function showProgress () {
    for (const [property, value] of view.progress?.() ?? []) {
      if (bars.get(property) === value) continue
      bars.set(property, value)
      client.write('craft_progress_bar', { windowId: view.id, property, value })
    }
  }

  /** The slots as they would be with every window closed: what is saved. */
  player.settledSlots = () => {
    const settled = inventoryView([])
    for (let i = 5; i < 46; i++) settled.set(i, slots[i] && items.copy(slots[i]))
    const loose = [own, view].flatMap(each => each.grid ? range(1, 1 + each.grid.side ** 2).map(i => each.get(i)) : [])
    for (const item of new Set([...loose, hand.cursor].filter(Boolean))) {
      const free = carried(settled).find(i => !settled.get(i))
      if (free !== undefined) settled.set(free, items.copy(item))
    }
    return Array.from({ length: 46 }, (_, i) => settled.get(i))
  }

  player.seen = () => {
    const told = item => item && [item.name, item.count]
    return { kind: view.kind, slots: range(0, view.size).map(i => told(view.get(i))), offHand: told(slots[45] ?? null), cursor: told(hand.cursor) }
  }

  function onClick (click) {
    if (click.windowId !== view.id || player.health <= 0) return
    const before = range(0, view.size).map(i => view.get(i))
    const offHand = slots[45]
    const clicked = view
    const result = !!view.grid && click.slot >= 0 && click.slot <= view.grid.side ** 2
    clicking = true
    let understood
    try {
      understood = serv.click(hand, view, click)
    } finally {
      clicking = false
    }
    if (view !== clicked) return
    if (view !== own && slots[45] !== offHand) write(0, 45, slots[45] ?? null)
    if (!understood || click.stateId === -1 || !items.same(items.fromNotch(click.cursorItem), hand.cursor)) return sendAll()
    for (const { location, item } of click.changedSlots) if (location >= 0 && location < view.size) before[location] = items.fromNotch(item)
    for (let i = 0; i < view.size; i++) {
      if (isShared(i)) known[i] = view.get(i)
      // slot 0 always after a click in the grid: the client waits for it, and cannot know what the grid makes
      if ((i === 0 && result) || !items.same(before[i], view.get(i))) sendSlot(i)
    }
  }

  /** A creator takes what it likes. */
  function onCreate ({ slot, item }) {
    if (player.gameMode !== 1) return
    const stack = items.fromNotch(item)
    if (stack && (stack.count < 1 || stack.count > stack.stackSize)) return
    if (slot === -1) { if (stack) player.toss(stack) } else if (slot > 0 && slot < 46) player.putSlot(slot, stack)
  }

  for (const name of ['window_click', 'close_window', 'held_item_slot', 'set_creative_slot']) client.removeAllListeners(name)
  player.inventory.removeAllListeners('updateSlot')
  player.inventory.on('updateSlot', slot => { if (view === own) sendSlot(slot) }) // upstream fills the inventory at login
  client.on('window_click', guarded('window_click', onClick))
  client.on('close_window', () => player.closeView())
  client.on('held_item_slot', ({ slotId }) => { if (slotId >= 0 && slotId < 9) player.heldItemSlot = slotId })
  client.on('set_creative_slot', guarded('set_creative_slot', onCreate))
  client.prependListener('end', () => { if (player.username) player.closeView() }) // before upstream saves the player
}
