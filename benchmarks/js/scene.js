'use strict'
/**
 * What a case of the mechanics suite plays with: a Mineflayer client on a clean flat plot of its own. Coordinates are relative to the plot: y 0 is the first
 * layer of air, the player starts in the middle of (0, 0, 0) and looks north (-z).
 */

const { ours } = require('./player')
const { Vec3 } = ours('vec3')
const Item = ours('prismarine-item')('1.19.4')

/** How the verbs of bridge/js/server/plugins/setup.js are said to a vanilla server by an operator. */
const COMMANDS = {
  give: (name, count = 1) => `give @s ${name} ${count}`,
  item: (slot, name, count = 1) => `item replace entity @s ${slotText(slot)} with ${name} ${count}`,
  clear: (name = '') => `clear @s ${name}`,
  tp: (x, y, z, yaw = '~', pitch = '~') => `tp @s ${[x, y, z].map(v => v.toFixed(3)).join(' ')} ${yaw} ${pitch}`,
  setblock: (x, y, z, name, properties) => `setblock ${x} ${y} ${z} ${stateText(name, properties)}`,
  fill: (x0, y0, z0, x1, y1, z1, name, properties) => `fill ${x0} ${y0} ${z0} ${x1} ${y1} ${z1} ${stateText(name, properties)}`,
  time: (...words) => `time ${words.length > 1 ? words.join(' ') : 'set ' + words[0]}`,
  weather: (...words) => `weather ${words.join(' ')}`,
  summon: (name, x, y, z, data = '') => `summon ${name} ${x} ${y} ${z} ${typeof data === 'object' ? JSON.stringify(data) : data}`,
  effect: (how, ...words) => `effect ${how} @s ${words.join(' ')}`,
  gamemode: mode => `gamemode ${mode} @s`,
  xp: (how, amount, unit = 'points') => `xp ${how} @s ${amount} ${unit}`,
  gamerule: (rule, value) => `gamerule ${rule} ${value}`,
  kill: selector => `kill ${selector}`
}

/** Where the coordinates stand among a verb's arguments. */
const PLACES = { tp: [0], setblock: [0], fill: [0, 3], summon: [1] }

/** A slot of the inventory in the words of /item. */
const slotText = slot => slot >= 36 && slot < 45 ? `hotbar.${slot - 36}` : slot >= 9 && slot < 36 ? `inventory.${slot - 9}` : ({ 5: 'armor.head', 6: 'armor.chest', 7: 'armor.legs', 8: 'armor.feet', 45: 'weapon.offhand' })[slot]

const stateText = (name, properties = {}) => {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${value}`)
  return pairs.length ? `${name}[${pairs}]` : name
}

/**
 * @param {object} client what join() answered
 * @param {Vec3} origin of the plot
 * @param {(username: string) => Promise<object>} joinAs lets another client in
 */
function sceneOf (client, origin, joinAs) {
  const { bot, tick, until, during, ask } = client
  const at = (x, y, z) => origin.offset(x, y, z)
  const near = entity => entity.position.distanceTo(origin) < 40
  const place = p => { const { x, y, z } = p.minus(origin); return [x, y, z] }

  /** Set something up: a verb and its arguments, with coordinates of the plot; for this client or another. */
  const setup = (verb, ...args) => setupFor(bot.username, verb, ...args)

  async function setupFor (username, verb, ...args) {
    for (const from of PLACES[verb] ?? []) ['x', 'y', 'z'].forEach((axis, i) => { args[from + i] += origin[axis] })
    if (ask) {
      const answer = await ask({ setup: [verb, ...args], player: username })
      if (answer.error) throw new Error(answer.error)
    } else if (verb === 'heal') for (const effect of ['instant_health', 'saturation']) bot.chat(`/effect give ${username} ${effect} 1 20`)
    else bot.chat('/' + COMMANDS[verb](...args).trim().replace('@s', username))
  }

  const t = {
    bot,
    tick,
    until,
    during,
    origin,
    at,
    setup,
    setupFor,
    Vec3,
    lockstep: !!ask && !client.free,

    /** The block in a cell: its name, its properties. */
    block: (x, y, z) => bot.blockAt(at(x, y, z)),
    name: (x, y, z) => bot.blockAt(at(x, y, z)).name,
    props: (x, y, z) => bot.blockAt(at(x, y, z)).getProperties(),

    /** How many of an item are carried. */
    has: item => (bot.currentWindow ?? bot.inventory).items().concat(bot.inventory.slots[45] ?? []).filter(i => i.name === item).reduce((sum, i) => sum + i.count, 0),
    get health () { return bot.health },
    get food () { return bot.food },
    get position () { return place(bot.entity.position) },

    /** What lies on the ground of this plot: { id, name, count, at }. */
    lying: () => Object.values(bot.entities).filter(e => e.name === 'item' && near(e) && e.getDroppedItem())
      .map(e => ({ id: e.id, name: e.getDroppedItem().name, count: e.getDroppedItem().count, at: place(e.position) })),
    /** The same by name: { cobblestone: 2 }. */
    dropped: () => totals(t.lying()),
    /** Creatures and other things on this plot, by name. */
    entities: name => Object.values(bot.entities).filter(e => e !== bot.entity && near(e) && (!name || e.name === name)),

    /** Take an item into the hand. */
    hold: item => during(bot.equip(bot.inventory.items().find(i => i.name === item), 'hand')),
    /** Stand somewhere at once. */
    async stand (x, y, z) {
      await setup('tp', x, y, z)
      await tick(3)
    },
    /** Look somewhere: radians as Mineflayer has them, yaw 0 = north, PI / 2 = west; pitch up. */
    async look (yaw, pitch = 0) {
      await during(bot.look(yaw, pitch, true))
      await tick(2)
    },
    /** Click a face of a cell with the hand's item: 0 down, 1 up, 2 north, 3 south, 4 west, 5 east. */
    async put (x, y, z, face = 1, cursor = [0.5, 0.5, 0.5], hand = 0) {
      bot._client.write('block_place', { hand, location: at(x, y, z), direction: face, cursorX: cursor[0], cursorY: cursor[1], cursorZ: cursor[2], insideBlock: false, sequence: 7 })
      await tick(2)
    },
    /** Use the hand's item in the air. */
    async use (hand = 0) {
      bot._client.write('use_item', { hand, sequence: 7 })
      await tick(2)
    },
    /** Begin to dig, stop after `ticks` as if it was done, and tell what is there then. */
    async digFor (x, y, z, ticks) {
      bot._client.write('block_dig', { status: 0, location: at(x, y, z), face: 1, sequence: 1 })
      await tick(ticks)
      bot._client.write('block_dig', { status: 2, location: at(x, y, z), face: 1, sequence: 2 })
      await tick(2)
      return t.name(x, y, z)
    },
    /** Dig as Mineflayer does. */
    async dig (x, y, z) {
      await during(bot.dig(t.block(x, y, z), 'ignore'), 12000)
      await tick(2)
    },
    click: (slot, button = 0, mode = 0) => during(bot.clickWindow(slot, button, mode)),
    /** A click that is sent without a guess at what it does: the server has to tell all. */
    async rawClick (slot, mouseButton, mode) {
      const window = bot.currentWindow ?? bot.inventory
      bot._client.write('window_click', { windowId: window.id, stateId: 0, slot, mouseButton, mode, changedSlots: [], cursorItem: Item.toNotch(window.selectedItem) })
      await tick()
    },
    /** What this client believes of its window: { slots, offHand, cursor }, stacks as [name, count]. */
    seen () {
      const window = bot.currentWindow ?? bot.inventory
      const told = item => item ? [item.name, item.count] : null
      return { slots: window.slots.map(told), offHand: told(bot.inventory.slots[45]), cursor: told(window.selectedItem) }
    },
    /** What the server knows of it: asked at the control port, or told by a full update of the window. */
    async truth () {
      if (ask) {
        const { kind, ...answer } = await ask({ seen: bot.username })
        return answer
      }
      await during(bot._syncWindow(bot.currentWindow ?? bot.inventory))
      return t.seen()
    },
    /** A slot of the open window as [name, count]. */
    slot: i => t.seen().slots[i],
    /** Put stacks into slots of the inventory: [slot, name, count] each. */
    async stock (items) {
      for (const [slot, name, count] of items) await setup('item', slot, name, count)
      await tick(t.lockstep ? 2 : 10)
    },
    /** Use a block that opens a window; answers the window. */
    async open (x, y, z, face = 1) {
      const opened = new Promise(resolve => bot.once('windowOpen', resolve))
      await t.put(x, y, z, face)
      return during(opened, 60)
    },
    async close () {
      if (bot.currentWindow) bot.closeWindow(bot.currentWindow)
      await tick(2)
    },
    /** Let another client in; it leaves with `end()`. Answers what join() does. */
    async other (username) {
      const two = await joinAs(username)
      await two.tick(10)
      return two
    }
  }
  return t
}

const totals = items => {
  const out = {}
  for (const { name, count } of items) out[name] = (out[name] ?? 0) + count
  return out
}

module.exports = { sceneOf, totals }
