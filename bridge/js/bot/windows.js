'use strict'
/** Windows and clicks, sent by us: what a player's mouse would do, without waiting for the server between two clicks of one gesture. */

const { Vec3 } = require('vec3')
const { faceTo, centre } = require('./body')
const { failed } = require('./stop')

/** Ticks in which the server must answer. */
const ANSWER = 20
const OUTSIDE = -999
/** Cells of the crafting grid, slots 1 and up, by type of window. */
const GRID = { 'minecraft:inventory': 4, 'minecraft:crafting': 9 }

/** The window that clicks go to. */
const current = bot => bot.currentWindow ?? bot.inventory

/**
 * Send one click; the client's own picture of the window follows at once.
 * @param {number} slot of the window, OUTSIDE: drop
 * @param {number} button 0 left, 1 right; in mode 2 the hotbar slot
 * @param {number} mode 0 click, 2 number key
 */
function click (session, slot, button = 0, mode = 0) {
  // it resolves when the server has updated the result slot, which is not waited for here: clicks that follow are independent of it
  session.bot.clickWindow(slot, button, mode).catch(() => {})
}

/** Put what the cursor holds into the inventory part of the window: onto a stack of its kind, then into a free slot; dropped when there is no room. */
function putDown (session) {
  const window = current(session.bot)
  for (let clicks = 0; window.selectedItem && clicks < window.slots.length; clicks++) {
    const { type, metadata, nbt } = window.selectedItem
    const stack = window.findItemRange(window.inventoryStart, window.inventoryEnd, type, metadata, true, nbt)
    click(session, stack?.slot ?? window.firstEmptySlotRange(window.inventoryStart, window.inventoryEnd) ?? OUTSIDE)
  }
}

/** Everything on the cursor and in the crafting grid goes back into the inventory. */
async function tidy (session) {
  const window = current(session.bot)
  const last = GRID[window.type] ?? 0
  let clicked = window.selectedItem !== null
  putDown(session)
  for (let slot = 1; slot <= last; slot++) {
    if (!window.slots[slot]) continue
    click(session, slot)
    putDown(session)
    clicked = true
  }
  if (clicked) await session.tick()
}

/** Whether `count` of an item would find room in the inventory. */
function hasRoom (window, item, count) {
  let room = 0
  for (let slot = window.inventoryStart; slot < window.inventoryEnd; slot++) {
    const stack = window.slots[slot]
    if (!stack) room += item.stackSize
    else if (stack.type === item.type) room += stack.stackSize - stack.count
  }
  return room >= count
}

/** Use the block at a cell: a click on its top. */
async function useBlock (session, pos) {
  const { bot } = session
  await faceTo(session, centre(pos))
  bot._client.write('block_place', {
    location: new Vec3(...pos),
    direction: 1,
    hand: 0,
    cursorX: 0.5,
    cursorY: 0.5,
    cursorZ: 0.5,
    insideBlock: false,
    sequence: ++session.sequence,
    worldBorderHit: false
  })
}

/** Open the block at a cell by a click on it. Throws refused when no window opens. */
async function openBlock (session, pos) {
  const { bot } = session
  await useBlock(session, pos)
  const state = { open: false } // open with its contents, which come after it
  const opened = () => { state.open = true }
  bot.once('windowOpen', opened)
  for (let t = 0; !state.open && t < ANSWER; t++) await session.tick()
  bot.removeListener('windowOpen', opened)
  if (!state.open) throw failed('refused', 'the server did not open the window')
}

module.exports = { click, putDown, tidy, hasRoom, useBlock, openBlock, current, ANSWER }
