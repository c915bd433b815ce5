'use strict'
/** Chests: how they are placed and joined, what they keep, what others see. */

const CHEST = 'Minecraft Wiki, "Chest"'
const NORTH = 0
const WEST = Math.PI / 2

module.exports = [
  {
    name: 'a placed chest looks at the player',
    vanilla: 'a chest faces the player who places it, and is single',
    source: CHEST,
    setup: [['give', 'chest', 1]],
    async run (t) {
      await t.look(WEST)
      await t.put(-3, -1, 0)
      const { facing, type } = t.props(-3, 0, 0)
      return [facing, type]
    },
    expect: ['east', 'single']
  },
  {
    name: 'two chests become one',
    vanilla: 'a chest placed beside another that looks the same way joins it: the one is the left half, the other the right',
    source: `${CHEST} (Large chests)`,
    setup: [['give', 'chest', 3]],
    async run (t) {
      await t.look(NORTH)
      await t.put(0, -1, -3)
      await t.put(1, -1, -3)
      const pair = [t.props(0, 0, -3).type, t.props(1, 0, -3).type]
      await t.put(2, -1, -3)
      const third = t.props(2, 0, -3).type
      await t.dig(0, 0, -3)
      return [...pair, third, t.props(1, 0, -3).type]
    },
    expect: ['right', 'left', 'single', 'single'] // seen from behind: the chest looks south, its right hand is west
  },
  {
    name: 'no joining while sneaking',
    vanilla: 'a sneaking player places a single chest beside another',
    source: CHEST,
    setup: [['give', 'chest', 2]],
    async run (t) {
      await t.look(NORTH)
      await t.put(0, -1, -3)
      t.bot.setControlState('sneak', true)
      await t.tick(3)
      await t.put(1, -1, -3)
      t.bot.setControlState('sneak', false)
      await t.tick(2)
      return [t.props(0, 0, -3).type, t.props(1, 0, -3).type]
    },
    expect: ['single', 'single']
  },
  {
    name: 'chest and trapped chest stay apart',
    vanilla: 'a chest and a trapped chest do not join',
    source: 'Minecraft Wiki, "Trapped Chest"',
    setup: [['give', 'chest', 1], ['give', 'trapped_chest', 1]],
    async run (t) {
      await t.look(NORTH)
      await t.hold('chest')
      await t.put(0, -1, -3)
      await t.hold('trapped_chest')
      await t.put(1, -1, -3)
      return [t.name(1, 0, -3), t.props(0, 0, -3).type, t.props(1, 0, -3).type]
    },
    expect: ['trapped_chest', 'single', 'single']
  },
  {
    name: 'a single chest keeps what is put in',
    vanilla: 'a chest has 27 slots and keeps what lies in them',
    source: CHEST,
    setup: [['setblock', 0, 0, -2, 'chest'], ['give', 'dirt', 40], ['give', 'egg', 5]],
    async run (t) {
      const window = await t.open(0, 0, -2)
      const size = window.inventoryStart
      await t.during(window.deposit(window.items().find(i => i.name === 'dirt').type, null, 30))
      await t.during(window.deposit(window.items().find(i => i.name === 'egg').type, null, 5))
      await t.close()
      const carried = [t.has('dirt'), t.has('egg')]
      const again = await t.open(0, 0, -2)
      const inside = again.containerItems().map(i => [i.name, i.count])
      await t.during(again.withdraw(again.containerItems()[0].type, null, 12))
      await t.close()
      return { type: window.type, size, carried, inside, taken: t.has('dirt') }
    },
    expect: { type: 'minecraft:generic_9x3', size: 27, carried: [10, 0], inside: [['dirt', 30], ['egg', 5]], taken: 22 }
  },
  {
    name: 'a double chest has 54 slots',
    vanilla: 'a large chest has 54 slots, the right half\'s first; either half opens it',
    source: `${CHEST} (Large chests)`,
    setup: [['setblock', 0, 0, -2, 'chest', { facing: 'south', type: 'right' }], ['setblock', 1, 0, -2, 'chest', { facing: 'south', type: 'left' }], ['item', 36, 'dirt', 7], ['item', 37, 'stone', 3]],
    async run (t) {
      const window = await t.open(1, 0, -2)
      await t.click(81) // hotbar begins at 54 + 27
      await t.click(0)
      await t.click(82)
      await t.click(53)
      await t.close()
      const other = await t.open(0, 0, -2)
      const seen = other.containerItems().map(i => [i.slot, i.name, i.count])
      await t.close()
      await t.dig(1, 0, -2)
      await t.tick(5)
      const spilled = t.dropped()
      const half = await t.open(0, 0, -2)
      const left = half.containerItems().map(i => [i.slot, i.name, i.count])
      return { type: window.type, title: JSON.stringify(window.title).includes('container.chestDouble'), seen, spilled, small: half.type, left }
    },
    expect: {
      type: 'minecraft:generic_9x6', title: true, seen: [[0, 'dirt', 7], [53, 'stone', 3]], spilled: { chest: 1, stone: 3 }, small: 'minecraft:generic_9x3', left: [[0, 'dirt', 7]]
    }
  },
  {
    name: 'shift-click between chest and inventory',
    vanilla: 'a shift-click takes a stack out of the chest into the last slots of the hotbar first, and into the first free slot of the chest',
    source: 'Minecraft Wiki, "Inventory"',
    setup: [['setblock', 0, 0, -2, 'chest'], ['item', 9, 'dirt', 40], ['item', 10, 'dirt', 30]],
    async run (t) {
      await t.open(0, 0, -2)
      await t.rawClick(27, 0, 1)
      await t.rawClick(28, 0, 1)
      const inside = [t.slot(0), t.slot(1)]
      await t.rawClick(0, 0, 1)
      return [...inside, t.slot(0), t.slot(62)]
    },
    expect: [['dirt', 64], ['dirt', 6], null, ['dirt', 64]]
  },
  {
    name: 'a broken chest spills',
    vanilla: 'a broken chest drops itself and all that was in it',
    source: CHEST,
    setup: [['setblock', 0, 0, -3, 'chest'], ['give', 'dirt', 40], ['give', 'egg', 5]],
    async run (t) {
      const window = await t.open(0, 0, -3)
      await t.during(window.deposit(window.items().find(i => i.name === 'dirt').type, null, 40))
      await t.during(window.deposit(window.items().find(i => i.name === 'egg').type, null, 5))
      await t.close()
      await t.dig(0, 0, -3)
      await t.tick(10)
      return t.dropped()
    },
    expect: { chest: 1, dirt: 40, egg: 5 }
  },
  {
    name: 'the lid',
    vanilla: 'clients are told how many look into a chest when it opens and closes, once for a double chest',
    source: 'Minecraft Wiki, "Java Edition protocol/Block actions" (Chest)',
    setup: [['setblock', 0, 0, -2, 'chest', { facing: 'south', type: 'right' }], ['setblock', 1, 0, -2, 'chest', { facing: 'south', type: 'left' }]],
    async run (t) {
      const moves = []
      const note = (block, open, second) => moves.push([open, ...[block, second].map(half => half.position.minus(t.origin).x).sort()])
      t.bot.on('chestLidMove', note)
      await t.open(0, 0, -2)
      await t.tick(10)
      await t.close()
      await t.tick(10)
      t.bot.removeListener('chestLidMove', note)
      return moves
    },
    expect: [[1, 0, 1], [0, 0, 1]]
  },
  {
    name: 'a covered chest stays shut',
    vanilla: 'a chest does not open under a solid block, but does under glass',
    source: CHEST,
    setup: [['setblock', 0, 0, -2, 'chest'], ['setblock', 0, 1, -2, 'stone']],
    async run (t) {
      await t.put(0, 0, -2, 3)
      await t.tick(5)
      const covered = !!t.bot.currentWindow
      await t.setup('setblock', 0, 1, -2, 'glass')
      await t.tick(2)
      await t.open(0, 0, -2, 3)
      return [covered, !!t.bot.currentWindow]
    },
    expect: [false, true]
  },
  {
    name: 'two look into one chest',
    vanilla: 'who looks into the same chest sees at once what another puts in',
    source: CHEST,
    setup: [['setblock', 0, 0, -2, 'chest'], ['item', 36, 'dirt', 7]],
    async run (t) {
      const two = await t.other('watcher')
      const both = async n => { for (let i = 0; i < n; i++) { await t.tick(); await two.tick() } }
      await t.setupFor('watcher', 'tp', 1.5, 0, 0.5)
      await both(10)
      await t.open(0, 0, -2)
      const opened = new Promise(resolve => two.bot.once('windowOpen', resolve))
      two.bot._client.write('block_place', { hand: 0, location: t.at(0, 0, -2), direction: 1, cursorX: 0.5, cursorY: 0.5, cursorZ: 0.5, insideBlock: false, sequence: 1 })
      await both(5)
      await opened
      await t.click(54)
      await t.click(4)
      await both(3)
      const seen = two.bot.currentWindow.slots[4]
      two.bot.clickWindow(4, 0, 0)
      await both(3)
      const gone = t.slot(4)
      two.end()
      await t.tick(5)
      return [seen && [seen.name, seen.count], gone]
    },
    expect: [['dirt', 7], null]
  },
  {
    name: 'a chest that is broken while open',
    vanilla: 'the window closes when the chest is gone',
    source: CHEST,
    setup: [['setblock', 0, 0, -2, 'chest']],
    async run (t) {
      await t.open(0, 0, -2)
      await t.setup('setblock', 0, 0, -2, 'air')
      await t.tick(5)
      return t.bot.currentWindow?.type ?? null
    },
    expect: null
  },
  {
    name: 'a chest that is left behind',
    vanilla: 'the window closes when the player is more than 8 blocks away',
    source: CHEST,
    setup: [['setblock', 0, 0, -2, 'chest']],
    async run (t) {
      await t.open(0, 0, -2)
      await t.stand(0.5, 0, 12.5)
      await t.tick(5)
      return t.bot.currentWindow?.type ?? null
    },
    expect: null
  },
  {
    name: 'a barrel',
    vanilla: 'a barrel has 27 slots, opens under a block, and shows that it is open',
    source: 'Minecraft Wiki, "Barrel"',
    setup: [['setblock', 0, 0, -2, 'barrel'], ['setblock', 0, 1, -2, 'stone']],
    async run (t) {
      const window = await t.open(0, 0, -2, 3)
      await t.tick(3)
      const open = t.props(0, 0, -2).open
      await t.close()
      await t.tick(10)
      return [window.type, open, t.props(0, 0, -2).open]
    },
    expect: ['minecraft:generic_9x3', true, false]
  }
]
