'use strict'
/** Doors, trapdoors and fence gates: how they are placed, opened and closed by hand. There is no redstone. */

const [DOWN, UP, SOUTH] = [0, 1, 3]

const opened = (block, properties, expect, vanilla, page, more = {}) => ({
  name: more.name ?? block,
  vanilla,
  source: `Minecraft Wiki, "${page}"`,
  setup: [['setblock', 0, 0, -2, block, properties], ...(more.setup ?? [])],
  async run (t) {
    if (more.look) await t.look(...more.look)
    const states = []
    for (let i = 0; i < 2; i++) {
      await t.put(0, 0, -2, UP)
      const now = t.props(0, 0, -2)
      states.push((more.see ?? ['open']).map(property => now[property]))
    }
    return states
  },
  expect
})

const door = (name, vanilla, { items = ['oak_door'], setup = [], clicks, see, left, expect, look }) => ({
  name,
  vanilla,
  source: 'Minecraft Wiki, "Door"',
  setup: [...items.map(item => ['give', ...[item].flat()]), ...setup],
  async run (t) {
    if (look) await t.look(...look)
    for (const click of clicks) await t.put(...click)
    await t.tick(3)
    const cells = see.map(([x, y, z, ...properties]) => properties.length ? [t.name(x, y, z), ...properties.map(property => t.props(x, y, z)[property])] : t.name(x, y, z))
    return left ? [...cells, t.has(left)] : cells
  },
  expect
})

const WHOLE = [['setblock', 0, 0, -2, 'oak_door', { half: 'lower', facing: 'north' }], ['setblock', 0, 1, -2, 'oak_door', { half: 'upper', facing: 'north' }]]

module.exports = [
  door('placing', 'a door is two high and looks where the player looks', { clicks: [[0, -1, -2, UP, [0.2, 1, 0.5]]], see: [[0, 0, -2, 'half', 'facing', 'open'], [0, 1, -2, 'half', 'facing', 'open']], left: 'oak_door', expect: [['oak_door', 'lower', 'north', false], ['oak_door', 'upper', 'north', false], 0] }),
  door('hinge on the left', 'the hinge is on the side of the click: left', { clicks: [[0, -1, -2, UP, [0.2, 1, 0.5]]], see: [[0, 0, -2, 'hinge'], [0, 1, -2, 'hinge']], expect: [['oak_door', 'left'], ['oak_door', 'left']] }),
  door('hinge on the right', 'the hinge is on the side of the click: right', { clicks: [[0, -1, -2, UP, [0.8, 1, 0.5]]], see: [[0, 0, -2, 'hinge']], expect: [['oak_door', 'right']] }),
  door('hinge at a wall', 'the hinge is at the side with more wall', { setup: [['fill', 1, 0, -2, 1, 1, -2, 'stone']], clicks: [[0, -1, -2, UP, [0.2, 1, 0.5]]], see: [[0, 0, -2, 'hinge']], expect: [['oak_door', 'right']] }),
  door('a double door', 'a door beside a door has its hinge away from it', { items: [['oak_door', 2]], clicks: [[0, -1, -2, UP, [0.2, 1, 0.5]], [1, -1, -2, UP, [0.2, 1, 0.5]]], see: [[0, 0, -2, 'hinge'], [1, 0, -2, 'hinge']], expect: [['oak_door', 'left'], ['oak_door', 'right']] }),
  door('hinge by a click on a side', 'a click on the west end of a block to the south puts the hinge to the left', { setup: [['setblock', 0, 0, -3, 'stone']], clicks: [[0, 0, -3, SOUTH, [0.2, 0.5, 1]]], see: [[0, 0, -2, 'hinge']], expect: [['oak_door', 'left']] }),
  door('no room above', 'a door needs two free cells', { setup: [['setblock', 0, 1, -2, 'stone']], clicks: [[0, -1, -2, UP]], see: [[0, 0, -2]], left: 'oak_door', expect: ['air', 1] }),
  door('no floor', 'a door stands on a whole face', { setup: [['setblock', 0, 0, -2, 'oak_slab', { type: 'bottom' }]], clicks: [[0, 0, -2, UP]], see: [[0, 1, -2]], expect: ['air'] }),
  {
    name: 'both halves move',
    vanilla: 'a click on either half opens and closes both',
    source: 'Minecraft Wiki, "Door"',
    setup: WHOLE,
    async run (t) {
      const both = () => [t.props(0, 0, -2).open, t.props(0, 1, -2).open]
      await t.put(0, 0, -2, UP)
      const lower = both()
      await t.put(0, 1, -2, UP)
      return [lower, both()]
    },
    expect: [[true, true], [false, false]]
  },
  {
    name: 'by another player, too',
    vanilla: 'others see a door that is opened',
    source: 'Minecraft Wiki, "Door"',
    setup: WHOLE,
    async run (t) {
      const two = await t.other('lucid2')
      await t.setupFor('lucid2', 'tp', 1.5, 0, 0.5)
      await two.until(() => two.bot.blockAt(t.at(0, 0, -2))?.name === 'oak_door', 200, 'the door')
      await t.put(0, 0, -2, UP)
      await two.tick(3)
      const seen = [0, 1].map(y => two.bot.blockAt(t.at(0, y, -2)).getProperties().open)
      two.end()
      await t.tick(5)
      return seen
    },
    expect: [true, true]
  },
  {
    name: 'an iron door',
    vanilla: 'an iron door does not open by hand',
    source: 'Minecraft Wiki, "Iron Door"',
    setup: [['setblock', 0, 0, -2, 'iron_door', { half: 'lower' }], ['setblock', 0, 1, -2, 'iron_door', { half: 'upper' }]],
    async run (t) {
      await t.put(0, 0, -2, UP)
      return t.props(0, 0, -2).open
    },
    expect: false
  },
  {
    name: 'breaking the upper half',
    vanilla: 'a door breaks as a whole and drops one door',
    source: 'Minecraft Wiki, "Door"',
    setup: [...WHOLE, ['give', 'iron_axe']],
    async run (t) {
      await t.dig(0, 1, -2)
      await t.tick(5)
      return [t.name(0, 0, -2), t.name(0, 1, -2), t.dropped()]
    },
    expect: ['air', 'air', { oak_door: 1 }]
  },
  {
    name: 'breaking the ground',
    vanilla: 'a door drops when the block below it is broken',
    source: 'Minecraft Wiki, "Door"',
    setup: [['setblock', 0, 0, -2, 'dirt'], ['setblock', 0, 1, -2, 'oak_door', { half: 'lower' }], ['setblock', 0, 2, -2, 'oak_door', { half: 'upper' }]],
    async run (t) {
      await t.dig(0, 0, -2)
      await t.tick(5)
      return [t.name(0, 1, -2), t.name(0, 2, -2), t.dropped()]
    },
    expect: ['air', 'air', { dirt: 1, oak_door: 1 }]
  },
  opened('oak_trapdoor', { facing: 'south', half: 'bottom' }, [[true], [false]], 'a wooden trapdoor opens and closes by hand', 'Trapdoor'),
  opened('iron_trapdoor', { facing: 'south', half: 'bottom' }, [[false], [false]], 'an iron trapdoor does not open by hand', 'Iron Trapdoor'),
  opened('oak_fence_gate', { facing: 'north' }, [[true, 'north'], [false, 'north']], 'a fence gate opens and closes by hand', 'Fence Gate', { see: ['open', 'facing'] }),
  opened('oak_fence_gate', { facing: 'south' }, [[true, 'north'], [false, 'north']], 'a fence gate swings away from who opens it', 'Fence Gate', { name: 'a gate from its other side', see: ['open', 'facing'] }),
  opened('oak_fence_gate', { facing: 'east' }, [[true, 'east'], [false, 'east']], 'a fence gate across the look swings as it stands', 'Fence Gate', { name: 'a gate from its end', see: ['open', 'facing'] }),
  {
    name: 'walking through',
    vanilla: 'a closed door stops a player, an open one does not',
    source: 'Minecraft Wiki, "Door"',
    setup: [['fill', -3, 0, -2, 3, 2, -2, 'stone'], ...WHOLE],
    async run (t) {
      const walk = async () => {
        await t.look(0)
        t.bot.setControlState('forward', true)
        await t.tick(30)
        t.bot.setControlState('forward', false)
        await t.tick(5)
        return t.position[2] < -2.5
      }
      const closed = await walk()
      await t.stand(0.5, 0, 0.5)
      await t.put(0, 0, -2, UP)
      return [closed, await walk()]
    },
    expect: [false, true]
  },
  {
    name: 'placing a trapdoor',
    vanilla: 'a trapdoor hangs on the side that was clicked, in its upper or lower half; on the floor it looks at the player',
    source: 'Minecraft Wiki, "Trapdoor"',
    setup: [['give', 'oak_trapdoor', 3], ['setblock', 0, 1, -3, 'stone'], ['setblock', 1, 1, -3, 'stone']],
    async run (t) {
      await t.put(0, 1, -3, SOUTH, [0.5, 0.8, 1])
      await t.put(1, 1, -3, SOUTH, [0.5, 0.2, 1])
      await t.put(-2, -1, -2, UP, [0.5, 1, 0.5])
      return [[0, 1, -2], [1, 1, -2], [-2, 0, -2]].map(cell => [t.name(...cell), t.props(...cell).facing, t.props(...cell).half])
    },
    expect: [['oak_trapdoor', 'south', 'top'], ['oak_trapdoor', 'south', 'bottom'], ['oak_trapdoor', 'south', 'bottom']]
  },
  {
    name: 'placing under a ceiling',
    vanilla: 'a trapdoor under a block lies in the upper half',
    source: 'Minecraft Wiki, "Trapdoor"',
    setup: [['give', 'oak_trapdoor'], ['setblock', 0, 2, -2, 'stone']],
    async run (t) {
      await t.put(0, 2, -2, DOWN)
      return [t.name(0, 1, -2), t.props(0, 1, -2).half]
    },
    expect: ['oak_trapdoor', 'top']
  },
  {
    name: 'sneaking',
    vanilla: 'who sneaks with a block in hand does not open the door',
    source: 'Minecraft Wiki, "Sneaking"',
    setup: [...WHOLE, ['give', 'dirt']],
    async run (t) {
      t.bot.setControlState('sneak', true)
      await t.tick(3)
      await t.put(0, 0, -2, SOUTH)
      t.bot.setControlState('sneak', false)
      await t.tick(2)
      return [t.props(0, 0, -2).open, t.name(0, 0, -1)]
    },
    expect: [false, 'dirt']
  },
  {
    name: 'with a block in hand',
    vanilla: 'who stands upright opens the door and keeps the block',
    source: 'Minecraft Wiki, "Door"',
    setup: [...WHOLE, ['give', 'dirt']],
    async run (t) {
      await t.put(0, 0, -2, SOUTH)
      return [t.props(0, 0, -2).open, t.has('dirt')]
    },
    expect: [true, 1]
  }
]
