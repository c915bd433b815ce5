'use strict'
/** Placing blocks: where it may be done, which way the block looks, what holds it, what it joins. */

const [DOWN, UP, NORTH, SOUTH, WEST, EAST] = [0, 1, 2, 3, 4, 5]
const AHEAD = [0, -1, -2] // the ground two steps before the player, who looks north
const CELL = [0, 0, -2]

/**
 * A case: with these items in hand (each click takes its own), these clicks [item, x, y, z, face, cursor], and what is there then: `see` cells with the
 * properties that matter.
 */
const case_ = (name, vanilla, page, { items = [], setup = [], look, clicks, see, left, expect }) => ({
  name,
  vanilla,
  source: `Minecraft Wiki, "${page}"`,
  setup: [...items.map(item => ['give', ...[item].flat()]), ...setup],
  async run (t) {
    if (look) await t.look(...look)
    for (const [item, ...click] of clicks) {
      if (item) await t.hold(item)
      await t.put(...click)
    }
    await t.tick(3)
    const cells = see.map(([x, y, z, ...properties]) => {
      const all = t.props(x, y, z)
      return properties.length ? [t.name(x, y, z), ...properties.map(property => value(all[property]))] : t.name(x, y, z)
    })
    return left ? [...cells, t.has(left)] : cells
  },
  expect
})

/** Mineflayer tells some numbers as text. */
const value = property => /^\d+$/.test(property) ? Number(property) : property

/** One block put onto the ground ahead. */
const onGround = (item, click, properties, expect, vanilla, page, more = {}) =>
  case_(more.name ?? item, vanilla, page, { items: [item], clicks: [[item, ...(click ?? [...AHEAD, UP])]], see: [[...CELL, ...properties]], expect: [expect], ...more })

module.exports = [
  case_('reach', 'a block more than 6 blocks from the eyes cannot be clicked', 'Breaking', { items: [['dirt', 2]], clicks: [['dirt', 0, -1, -8, UP], ['dirt', 0, -1, -4, UP]], see: [[0, 0, -8], [0, 0, -4]], left: 'dirt', expect: ['air', 'dirt', 1] }),
  case_('into oneself', 'a block cannot be placed where a player stands', 'Placement', { items: ['dirt'], clicks: [['dirt', 0, -1, 0, UP]], see: [[0, 0, 0]], left: 'dirt', expect: ['air', 1] }),
  case_('a torch into oneself', 'what has no collision can be placed where a player stands', 'Torch', { items: ['torch'], clicks: [['torch', 0, -1, 0, UP]], see: [[0, 0, 0]], expect: ['torch'] }),
  {
    name: 'into another player',
    vanilla: 'a block cannot be placed where another player stands',
    source: 'Minecraft Wiki, "Placement"',
    setup: [['give', 'dirt']],
    async run (t) {
      const two = await t.other('lucid2')
      await t.setupFor('lucid2', 'tp', 0.5, 0, -1.5)
      await t.tick(3)
      await t.put(0, -1, -2, UP)
      const name = t.name(0, 0, -2)
      two.end()
      await t.tick(5)
      return [name, t.has('dirt')]
    },
    expect: ['air', 1]
  },
  {
    name: 'into a cow',
    vanilla: 'a block cannot be placed where a creature stands',
    source: 'Minecraft Wiki, "Placement"',
    setup: [['give', 'dirt'], ['fill', -1, 0, -3, 1, 1, -1, 'glass'], ['fill', 0, 0, -2, 0, 1, -2, 'air'], ['summon', 'cow', 0.5, 0, -1.5]],
    async run (t) {
      await t.setup('setblock', 0, 1, -1, 'air')
      await t.tick(2)
      await t.put(0, -1, -2, UP)
      return [t.name(0, 0, -2), t.has('dirt')]
    },
    expect: ['air', 1]
  },
  case_('onto grass', 'a block replaces grass that is clicked', 'Grass', { items: ['dirt'], setup: [['setblock', ...CELL, 'grass']], clicks: [['dirt', ...CELL, UP]], see: [CELL, [0, 1, -2]], expect: ['dirt', 'air'] }),
  case_('onto a flower', 'a flower is not replaced: the block goes beside it', 'Flower', { items: ['dirt'], setup: [['setblock', ...CELL, 'dandelion']], clicks: [['dirt', ...CELL, UP]], see: [CELL, [0, 1, -2]], expect: ['dandelion', 'dirt'] }),
  case_('into water', 'a block replaces water', 'Water', { items: ['dirt'], setup: [['setblock', ...AHEAD, 'water']], clicks: [['dirt', 0, -2, -2, UP]], see: [AHEAD], expect: ['dirt'] }),
  case_('a slab in water', 'a slab in a source of water is waterlogged', 'Waterlogging', { items: ['oak_slab'], setup: [['setblock', ...AHEAD, 'water']], clicks: [['oak_slab', 0, -2, -2, UP]], see: [[...AHEAD, 'type', 'waterlogged']], expect: [['oak_slab', 'bottom', true]] }),
  case_('a fence in water', 'a fence in a source of water is waterlogged', 'Waterlogging', { items: ['oak_fence'], setup: [['setblock', ...AHEAD, 'water']], clicks: [['oak_fence', 0, -2, -2, UP]], see: [[...AHEAD, 'waterlogged']], expect: [['oak_fence', true]] }),
  case_('layers of snow', 'snow on snow makes one more layer', 'Snow', { items: [['snow', 3]], clicks: [['snow', ...AHEAD, UP], ['snow', ...CELL, UP], ['snow', ...CELL, UP]], see: [[...CELL, 'layers']], expect: [['snow', 3]] }),
  case_('onto thin snow', 'one layer of snow is replaced', 'Snow', { items: ['dirt'], setup: [['setblock', ...CELL, 'snow', { layers: 1 }]], clicks: [['dirt', ...CELL, UP]], see: [CELL], expect: ['dirt'] }),
  case_('onto thick snow', 'more than one layer of snow is not replaced', 'Snow', { items: ['dirt'], setup: [['setblock', ...CELL, 'snow', { layers: 3 }]], clicks: [['dirt', ...CELL, UP]], see: [CELL, [0, 1, -2]], expect: ['snow', 'dirt'] }),
  onGround('torch', null, [], 'torch', 'a torch stands on the ground', 'Torch'),
  case_('a torch on a wall', 'a torch on the side of a block hangs there, away from it', 'Torch', { items: ['torch'], setup: [['setblock', 0, 0, -3, 'stone']], clicks: [['torch', 0, 0, -3, SOUTH]], see: [[...CELL, 'facing']], expect: [['wall_torch', 'south']] }),
  case_('a torch under a block', 'a torch hangs from no ceiling', 'Torch', { items: ['torch'], setup: [['setblock', 0, 2, -2, 'stone']], clicks: [['torch', 0, 2, -2, DOWN]], see: [[0, 1, -2]], left: 'torch', expect: ['air', 1] }),
  case_('a torch on leaves', 'leaves hold no torch', 'Torch', { items: ['torch'], setup: [['setblock', ...CELL, 'oak_leaves', { persistent: true }]], clicks: [['torch', ...CELL, UP]], see: [[0, 1, -2]], expect: ['air'] }),
  case_('a torch on a fence', 'a torch stands on a fence', 'Torch', { items: ['torch'], setup: [['setblock', ...CELL, 'oak_fence']], clicks: [['torch', ...CELL, UP]], see: [[0, 1, -2]], expect: ['torch'] }),
  {
    name: 'a torch whose wall is dug',
    vanilla: 'a torch drops when the block that it hangs on is broken',
    source: 'Minecraft Wiki, "Torch"',
    setup: [['setblock', 0, 0, -3, 'dirt'], ['setblock', 0, 0, -2, 'wall_torch', { facing: 'south' }]],
    async run (t) {
      await t.dig(0, 0, -3)
      await t.tick(5)
      return [t.name(0, 0, -2), t.dropped()]
    },
    expect: ['air', { dirt: 1, torch: 1 }]
  },
  case_('a sapling', 'a sapling stands on grass, not on stone', 'Sapling', { items: [['oak_sapling', 2]], setup: [['setblock', 1, -1, -2, 'stone']], clicks: [['oak_sapling', 1, -1, -2, UP], ['oak_sapling', ...AHEAD, UP]], see: [[1, 0, -2], CELL], left: 'oak_sapling', expect: ['air', 'oak_sapling', 1] }),
  case_('sugar cane', 'sugar cane stands on grass beside water, and on sugar cane', 'Sugar Cane', { items: [['sugar_cane', 3]], setup: [['setblock', 1, -1, -2, 'water']], clicks: [['sugar_cane', -2, -1, -2, UP], ['sugar_cane', ...AHEAD, UP], ['sugar_cane', ...CELL, UP]], see: [[-2, 0, -2], CELL, [0, 1, -2]], expect: ['air', 'sugar_cane', 'sugar_cane'] }),
  case_('cactus', 'a cactus stands on sand, with nothing beside it', 'Cactus', { items: [['cactus', 3]], setup: [['setblock', 0, -1, -2, 'sand'], ['setblock', 2, -1, -2, 'sand'], ['setblock', 3, 0, -2, 'stone']], clicks: [['cactus', 2, -1, -2, UP], ['cactus', -2, -1, -2, UP], ['cactus', ...AHEAD, UP]], see: [[2, 0, -2], [-2, 0, -2], CELL], expect: ['air', 'air', 'cactus'] }),
  {
    name: 'a block beside a cactus',
    vanilla: 'a cactus breaks when a block is put beside it',
    source: 'Minecraft Wiki, "Cactus"',
    setup: [['give', 'dirt'], ['setblock', 0, -1, -3, 'sand'], ['setblock', 0, 0, -3, 'cactus']],
    async run (t) {
      await t.put(0, -1, -2, UP)
      await t.tick(5)
      return [t.name(0, 0, -2), t.name(0, 0, -3)]
    },
    expect: ['dirt', 'air']
  },
  case_('a ladder', 'a ladder hangs on the side of a block, not on the ground', 'Ladder', { items: [['ladder', 2]], setup: [['setblock', 0, 0, -3, 'stone']], clicks: [['ladder', 2, -1, -2, UP], ['ladder', 0, 0, -3, SOUTH]], see: [[2, 0, -2], [...CELL, 'facing']], expect: ['air', ['ladder', 'south']] }),
  case_('a ladder on leaves', 'a ladder does not hang on leaves', 'Ladder', { items: ['ladder'], setup: [['setblock', 0, 0, -3, 'oak_leaves', { persistent: true }]], clicks: [['ladder', 0, 0, -3, SOUTH]], see: [CELL], expect: ['air'] }),
  onGround('rail', null, ['shape'], ['rail', 'north_south'], 'a rail lies along the player\'s look', 'Rail'),
  {
    name: 'a rail whose ground is dug',
    vanilla: 'a rail drops when the block below it is broken',
    source: 'Minecraft Wiki, "Rail"',
    setup: [['setblock', 0, 0, -2, 'dirt'], ['setblock', 0, 1, -2, 'rail']],
    async run (t) {
      await t.dig(0, 0, -2)
      await t.tick(5)
      return [t.name(0, 1, -2), t.dropped()]
    },
    expect: ['air', { dirt: 1, rail: 1 }]
  },
  onGround('red_carpet', null, [], 'red_carpet', 'a carpet lies on any block', 'Carpet'),
  case_('a carpet in the air', 'a carpet needs a block below it', 'Carpet', { items: ['red_carpet'], setup: [['setblock', 0, 1, -3, 'stone']], clicks: [['red_carpet', 0, 1, -3, SOUTH]], see: [[0, 1, -2]], expect: ['air'] }),
  case_('buttons', 'a button holds on to walls, floors and ceilings', 'Button', { items: [['oak_button', 3]], setup: [['setblock', 0, 0, -3, 'stone'], ['setblock', 1, 2, -2, 'stone']], clicks: [['oak_button', 0, 0, -3, SOUTH], ['oak_button', -1, -1, -2, UP], ['oak_button', 1, 2, -2, DOWN]], see: [[...CELL, 'face', 'facing'], [-1, 0, -2, 'face', 'facing'], [1, 1, -2, 'face', 'facing']], expect: [['oak_button', 'wall', 'south'], ['oak_button', 'floor', 'north'], ['oak_button', 'ceiling', 'north']] }),
  case_('lanterns', 'a lantern stands on a block, and hangs under one', 'Lantern', { items: [['lantern', 2]], setup: [['setblock', 1, 2, -2, 'stone']], clicks: [['lantern', ...AHEAD, UP], ['lantern', 1, 2, -2, DOWN]], see: [[...CELL, 'hanging'], [1, 1, -2, 'hanging']], expect: [['lantern', false], ['lantern', true]] }),
  case_('a bed', 'a bed fills two cells: the foot where it was put, the head beyond', 'Bed', { items: ['red_bed'], clicks: [['red_bed', ...AHEAD, UP]], see: [[...CELL, 'part', 'facing'], [0, 0, -3, 'part', 'facing']], left: 'red_bed', expect: [['red_bed', 'foot', 'north'], ['red_bed', 'head', 'north'], 0] }),
  case_('a bed without room', 'a bed cannot be put where its head has no room', 'Bed', { items: ['red_bed'], setup: [['setblock', 0, 0, -3, 'stone']], clicks: [['red_bed', ...AHEAD, UP]], see: [CELL], left: 'red_bed', expect: ['air', 1] }),
  case_('a tall flower', 'a sunflower fills two cells', 'Sunflower', { items: ['sunflower'], clicks: [['sunflower', ...AHEAD, UP]], see: [[...CELL, 'half'], [0, 1, -2, 'half']], expect: [['sunflower', 'lower'], ['sunflower', 'upper']] }),
  onGround('furnace', null, ['facing'], ['furnace', 'south'], 'a furnace looks at the player', 'Furnace'),
  onGround('chest', null, ['facing', 'type'], ['chest', 'south', 'single'], 'a chest looks at the player', 'Chest'),
  onGround('oak_stairs', null, ['facing', 'half', 'shape'], ['oak_stairs', 'north', 'bottom', 'straight'], 'stairs lead up away from the player', 'Stairs'),
  case_('stairs on a side', 'stairs on the upper half of a side are upside down', 'Stairs', { items: [['oak_stairs', 2]], setup: [['setblock', 0, 1, -3, 'stone'], ['setblock', 1, 1, -3, 'stone']], clicks: [['oak_stairs', 0, 1, -3, SOUTH, [0.5, 0.8, 1]], ['oak_stairs', 1, 1, -3, SOUTH, [0.5, 0.2, 1]]], see: [[0, 1, -2, 'half'], [1, 1, -2, 'half']], expect: [['oak_stairs', 'top'], ['oak_stairs', 'bottom']] }),
  case_('stairs at an outer corner', 'stairs whose back meets stairs that lead east turn outwards', 'Stairs', { items: ['oak_stairs'], setup: [['setblock', 0, 0, -3, 'oak_stairs', { facing: 'east' }]], clicks: [['oak_stairs', ...AHEAD, UP]], see: [[...CELL, 'facing', 'shape']], expect: [['oak_stairs', 'north', 'outer_right']] }),
  case_('stairs at an inner corner', 'stairs whose front meets stairs that lead west turn inwards', 'Stairs', { items: ['oak_stairs'], setup: [['setblock', 0, 0, -1, 'oak_stairs', { facing: 'west' }]], clicks: [['oak_stairs', 0, -1, -2, UP]], see: [[...CELL, 'facing', 'shape']], expect: [['oak_stairs', 'north', 'inner_left']] }),
  case_('logs', 'a log lies along the side that was clicked', 'Log', { items: [['oak_log', 3]], setup: [['setblock', 0, 1, -3, 'stone'], ['setblock', 2, 1, -2, 'stone']], clicks: [['oak_log', ...AHEAD, UP], ['oak_log', 0, 1, -3, SOUTH], ['oak_log', 2, 1, -2, WEST]], see: [[...CELL, 'axis'], [0, 1, -2, 'axis'], [1, 1, -2, 'axis']], expect: [['oak_log', 'y'], ['oak_log', 'z'], ['oak_log', 'x']] }),
  case_('slabs', 'a slab lies in the half that was clicked; another on it makes a double slab', 'Slab', { items: [['oak_slab', 4]], setup: [['setblock', 1, 1, -3, 'stone']], clicks: [['oak_slab', ...AHEAD, UP], ['oak_slab', ...CELL, UP, [0.5, 0.5, 0.5]], ['oak_slab', 1, 1, -3, SOUTH, [0.5, 0.7, 1]]], see: [[...CELL, 'type'], [1, 1, -2, 'type']], left: 'oak_slab', expect: [['oak_slab', 'double'], ['oak_slab', 'top'], 1] }),
  case_('fences', 'a fence joins fences and whole blocks beside it, not leaves or melons', 'Fence', { items: ['oak_fence'], setup: [['setblock', 1, 0, -2, 'oak_fence'], ['setblock', -1, 0, -2, 'stone'], ['setblock', 0, 0, -3, 'melon'], ['setblock', 0, 0, -1, 'oak_leaves', { persistent: true }]], clicks: [['oak_fence', ...AHEAD, UP]], see: [[...CELL, 'east', 'west', 'north', 'south'], [1, 0, -2, 'west']], expect: [['oak_fence', true, true, false, false], ['oak_fence', true]] }),
  case_('fences of nether bricks', 'a nether brick fence does not join a wooden one', 'Fence', { items: ['nether_brick_fence'], setup: [['setblock', 1, 0, -2, 'oak_fence']], clicks: [['nether_brick_fence', ...AHEAD, UP]], see: [[...CELL, 'east']], expect: [['nether_brick_fence', false]] }),
  case_('panes', 'a glass pane joins panes, bars, walls and whole blocks', 'Glass Pane', { items: ['glass_pane'], setup: [['setblock', 1, 0, -2, 'iron_bars'], ['setblock', -1, 0, -2, 'glass'], ['setblock', 0, 0, -3, 'cobblestone_wall'], ['setblock', 0, 0, -1, 'oak_fence']], clicks: [['glass_pane', ...AHEAD, UP]], see: [[...CELL, 'east', 'west', 'north', 'south']], expect: [['glass_pane', true, true, true, false]] }),
  case_('a wall alone', 'a wall alone is a post', 'Wall', { items: ['cobblestone_wall'], clicks: [['cobblestone_wall', ...AHEAD, UP]], see: [[...CELL, 'up', 'north', 'east', 'south', 'west']], expect: [['cobblestone_wall', true, 'none', 'none', 'none', 'none']] }),
  case_('a wall that runs on', 'a wall between two others has no post; under a block it is tall', 'Wall', { items: ['cobblestone_wall', 'stone'], setup: [['setblock', 1, 0, -2, 'cobblestone_wall'], ['setblock', -1, 0, -2, 'cobblestone_wall']], clicks: [['cobblestone_wall', ...AHEAD, UP]], see: [[...CELL, 'up', 'east', 'west', 'north']], expect: [['cobblestone_wall', false, 'low', 'low', 'none']] }),
  case_('a wall under a block', 'the sides of a wall are tall under a block', 'Wall', { items: ['stone'], setup: [['setblock', ...CELL, 'cobblestone_wall', { east: 'low', west: 'low', up: false }], ['setblock', 1, 0, -2, 'cobblestone_wall'], ['setblock', -1, 0, -2, 'cobblestone_wall'], ['setblock', 0, 1, -3, 'dirt']], clicks: [['stone', 0, 1, -3, SOUTH]], see: [[0, 1, -2], [...CELL, 'up', 'east', 'west']], expect: ['stone', ['cobblestone_wall', false, 'tall', 'tall']] }),
  case_('a gate between walls', 'a fence gate between walls is lowered', 'Fence Gate', { items: ['oak_fence_gate'], setup: [['setblock', 1, 0, -2, 'cobblestone_wall']], clicks: [['oak_fence_gate', ...AHEAD, UP]], see: [[...CELL, 'facing', 'in_wall', 'open']], expect: [['oak_fence_gate', 'north', true, false]] }),
  case_('a dispenser by the look', 'a dispenser looks at the player, up as well', 'Dispenser', { items: [['dispenser', 2]], look: [0, -1.2], clicks: [['dispenser', 0, -1, -1, UP]], see: [[0, 0, -1, 'facing']], expect: [['dispenser', 'up']] }),
  case_('a hopper', 'a hopper points into the block that was clicked, or down', 'Hopper', { items: [['hopper', 2]], setup: [['setblock', 0, 0, -3, 'stone']], clicks: [['hopper', 0, 0, -3, SOUTH], ['hopper', 2, -1, -2, UP]], see: [[...CELL, 'facing'], [2, 0, -2, 'facing']], expect: [['hopper', 'north'], ['hopper', 'down']] }),
  case_('a sign on the ground', 'a sign turns to the player: 16 directions', 'Sign', { items: ['oak_sign'], clicks: [['oak_sign', ...AHEAD, UP]], see: [[...CELL, 'rotation']], expect: [['oak_sign', 0]] }),
  case_('a sign on a wall', 'a sign on a side hangs there', 'Sign', { items: ['oak_sign'], setup: [['setblock', 0, 0, -3, 'stone']], clicks: [['oak_sign', 0, 0, -3, SOUTH]], see: [[...CELL, 'facing']], expect: [['oak_wall_sign', 'south']] }),
  {
    name: 'writing on a sign',
    vanilla: 'who places a sign writes on it, once; everybody can read it',
    source: 'Minecraft Wiki, "Sign"',
    setup: [['give', 'oak_sign']],
    async run (t) {
      let asked = 0
      t.bot._client.on('open_sign_entity', () => asked++)
      await t.put(0, -1, -2, UP)
      t.bot.updateSign(t.block(0, 0, -2), 'one\ntwo\n\nfour')
      await t.tick(3)
      const first = t.block(0, 0, -2).signText
      t.bot.updateSign(t.block(0, 0, -2), 'again')
      await t.tick(3)
      t.bot._client.removeAllListeners('open_sign_entity')
      const two = await t.other('lucid2')
      await t.setupFor('lucid2', 'tp', 2.5, 0, 0.5)
      await two.until(() => two.bot.blockAt(t.at(0, 0, -2))?.name === 'oak_sign' && two.bot.blockAt(t.at(0, 0, -2)).blockEntity, 200, 'the sign')
      const read = two.bot.blockAt(t.at(0, 0, -2)).signText
      two.end()
      await t.tick(5)
      return [asked, first, t.block(0, 0, -2).signText, read]
    },
    expect: [1, 'one\ntwo\n\nfour', 'one\ntwo\n\nfour', 'one\ntwo\n\nfour']
  },
  {
    name: 'sneaking on a chest',
    vanilla: 'who sneaks with a block in hand places it instead of opening the chest',
    source: 'Minecraft Wiki, "Sneaking"',
    setup: [['give', 'dirt'], ['setblock', 0, 0, -2, 'chest']],
    async run (t) {
      t.bot.setControlState('sneak', true)
      await t.tick(3)
      await t.put(0, 0, -2, UP)
      t.bot.setControlState('sneak', false)
      await t.tick(2)
      return [t.name(0, 1, -2), t.bot.currentWindow === null]
    },
    expect: ['dirt', true]
  },
  case_('with an empty hand', 'an empty hand places nothing', 'Placement', { clicks: [[null, ...AHEAD, UP]], see: [CELL], expect: ['air'] }),
  case_('candles', 'up to four candles stand in one cell', 'Candle', { items: [['candle', 5]], clicks: [['candle', ...AHEAD, UP], ['candle', ...CELL, UP], ['candle', ...CELL, UP], ['candle', ...CELL, UP]], see: [[...CELL, 'candles']], left: 'candle', expect: [['candle', 4], 1] }),
  case_('kelp', 'kelp is planted in water only', 'Kelp', { items: [['kelp', 2]], setup: [['setblock', ...AHEAD, 'water']], clicks: [['kelp', 2, -1, -2, UP], ['kelp', 0, -2, -2, UP]], see: [[2, 0, -2], AHEAD], left: 'kelp', expect: ['air', 'kelp', 1] }),
  case_('against a side', 'a block goes to the side that was clicked', 'Placement', { items: [['dirt', 4]], setup: [['setblock', 0, 1, -2, 'stone']], clicks: [['dirt', 0, 1, -2, NORTH], ['dirt', 0, 1, -2, EAST], ['dirt', 0, 1, -2, WEST], ['dirt', 0, 1, -2, DOWN]], see: [[0, 1, -3], [1, 1, -2], [-1, 1, -2], [0, 0, -2]], expect: ['dirt', 'dirt', 'dirt', 'dirt'] })
]
