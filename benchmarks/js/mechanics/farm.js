'use strict'
/** Farming: tools on the ground, farmland, crops, saplings, leaves, grass. Growth is hastened by the game rule randomTickSpeed. */

const UP = 1
const SIDE = 3 // south
const CROP = [0, 0, -2]
const SOIL = [0, -1, -2]

const age = (t, ...cell) => Number(t.props(...cell).age)
const moisture = (t, ...cell) => Number(t.props(...cell).moisture)

/** So many ticks in which each section of 16 x 16 x 16 draws so many cells. */
async function hasten (t, speed, ticks) {
  await t.setup('gamerule', 'randomTickSpeed', speed)
  try {
    await t.tick(ticks)
  } finally {
    await t.setup('gamerule', 'randomTickSpeed', 3)
  }
  await t.tick(2)
}

const case_ = (name, page, vanilla, setup, run, expect) => ({ name, vanilla, source: `Minecraft Wiki, "${page}"`, setup, run, expect })

/** What a tool makes of some blocks, clicked from above, and what it wears. */
const turns = (tool, page, vanilla, blocks, expect) => case_(`${tool} on ${blocks.join(', ')}`, page, vanilla, [['give', tool], ...blocks.map((block, i) => ['setblock', i - 1, -1, -2, block])], async t => {
  for (const i of blocks.keys()) await t.put(i - 1, -1, -2, UP)
  await t.tick(2)
  return [blocks.map((_, i) => t.name(i - 1, -1, -2)), t.bot.heldItem?.durabilityUsed ?? 0, t.dropped()]
}, expect)

/** A field of farmland around a source of water, 7 x 7, two steps ahead; wheat in the rows that are named. */
const field = rows => [
  ['fill', -3, -1, -8, 3, -1, -2, 'farmland', { moisture: 7 }],
  ['setblock', 0, -1, -5, 'water'],
  ...rows.map(z => ['fill', -3, 0, z, 3, 0, z, 'wheat', { age: 0 }]),
  ['setblock', 0, 0, -5, 'air']
]

/** How much ten plants with nothing but farmland around have grown in 100 ticks of 512 draws: of each cell 12.5 times. */
async function grown (t) {
  await hasten(t, 512, 100)
  let sum = 0
  for (const z of [-3, -7]) for (let x = -2; x <= 2; x++) sum += age(t, x, 0, z)
  return sum
}

/** Bone meal until something else stands there, at most n times. */
async function feed (t, cell, n) {
  const before = t.name(...cell)
  for (let i = 0; i < n && t.name(...cell) === before; i++) await t.put(...cell, UP)
}

/** How many blocks of each kind stand in a box around the plot's middle. */
function counted (t, [x0, y0, z0], [x1, y1, z1], kinds) {
  const out = Object.fromEntries(kinds.map(kind => [kind, 0]))
  for (let x = x0; x <= x1; x++) for (let y = y0; y <= y1; y++) for (let z = z0; z <= z1; z++) if (t.name(x, y, z) in out) out[t.name(x, y, z)]++
  return out
}

const tree = (kind, expect, vanilla) => case_(`${kind} tree`, 'Tree', vanilla, [['give', 'bone_meal', 64], ['setblock', ...CROP, `${kind}_sapling`]], async t => {
  await feed(t, CROP, 60)
  const { [`${kind}_log`]: logs, [`${kind}_leaves`]: leaves } = counted(t, [-5, 0, -7], [5, 12, 3], [`${kind}_log`, `${kind}_leaves`])
  return { base: t.name(...CROP), soil: t.name(...SOIL), logs, leaves }
}, expect)

module.exports = [
  turns('wooden_hoe', 'Hoe', 'a hoe makes farmland of dirt, grass and paths, and wears by 1', ['dirt', 'grass_block', 'dirt_path'], [['farmland', 'farmland', 'farmland'], 3, {}]),
  turns('iron_hoe', 'Hoe', 'a hoe makes dirt of coarse dirt; of rooted dirt, too, and hanging roots drop', ['coarse_dirt', 'rooted_dirt'], [['dirt', 'dirt'], 2, { hanging_roots: 1 }]),
  turns('stone_hoe', 'Hoe', 'a hoe does nothing to stone, and does not wear', ['stone', 'sand'], [['stone', 'sand'], 0, {}]),
  turns('wooden_shovel', 'Dirt Path', 'a shovel makes a path of grass, dirt and podzol, and wears by 1', ['grass_block', 'dirt', 'podzol'], [['dirt_path', 'dirt_path', 'dirt_path'], 3, {}]),
  turns('stone_shovel', 'Dirt Path', 'a shovel makes a path of coarse dirt, mycelium and rooted dirt', ['coarse_dirt', 'mycelium', 'rooted_dirt'], [['dirt_path', 'dirt_path', 'dirt_path'], 3, {}]),
  turns('iron_axe', 'Axe', 'an axe strips logs and wood, and wears by 1', ['oak_log', 'birch_wood'], [['stripped_oak_log', 'stripped_birch_wood'], 2, {}]),
  case_('a stripped log keeps its way', 'Axe', 'a stripped log lies as the log lay', [['give', 'iron_axe'], ['setblock', ...CROP, 'spruce_log', { axis: 'x' }]], async t => {
    await t.put(...CROP, SIDE)
    return [t.name(...CROP), t.props(...CROP).axis]
  }, ['stripped_spruce_log', 'x']),
  case_('tilling under a block', 'Hoe', 'ground with a block on it is not tilled', [['give', 'iron_hoe'], ['setblock', ...CROP, 'dirt'], ['setblock', 0, 1, -2, 'stone']], async t => {
    await t.put(...CROP, SIDE)
    return t.name(...CROP)
  }, 'dirt'),
  case_('a hoe breaks', 'Durability', 'a wooden hoe is gone after its 59th use', [['give', 'wooden_hoe{Damage:58}'], ['setblock', ...SOIL, 'dirt']], async t => {
    await t.put(...SOIL, UP)
    return [t.name(...SOIL), t.bot.heldItem?.name ?? null]
  }, ['farmland', null]),
  case_('what farmland drops', 'Farmland', 'farmland and paths drop dirt', [['setblock', ...CROP, 'farmland'], ['setblock', 1, 0, -2, 'dirt_path']], async t => {
    await t.dig(...CROP)
    await t.dig(1, 0, -2)
    await t.tick(5)
    return t.dropped()
  }, { dirt: 2 }),
  case_('moisture', 'Farmland', 'water within 4 blocks keeps farmland wet, not farther away', [['setblock', -4, -1, -2, 'water'], ['setblock', 0, -1, -2, 'farmland'], ['setblock', 1, -1, -2, 'farmland'], ['setblock', 1, 0, -2, 'wheat']], async t => {
    await hasten(t, 1024, 30)
    return [moisture(t, 0, -1, -2), moisture(t, 1, -1, -2)]
  }, [7, 0]),
  case_('water one above', 'Farmland', 'water one block higher keeps farmland wet, too', [['fill', -4, 0, -3, -2, 0, -1, 'stone'], ['setblock', -3, 0, -2, 'water'], ['setblock', 0, -1, -2, 'farmland']], async t => {
    await hasten(t, 1024, 30)
    return moisture(t, 0, -1, -2)
  }, 7),
  case_('drying', 'Farmland', 'without water farmland dries, and turns to dirt where nothing is planted', [['fill', -1, -1, -3, 3, -1, -1, 'stone'], ['setblock', 0, -1, -2, 'farmland', { moisture: 7 }], ['setblock', 2, -1, -2, 'farmland', { moisture: 7 }], ['setblock', 2, 0, -2, 'wheat']], async t => {
    await hasten(t, 1024, 70)
    return [t.name(0, -1, -2), t.name(2, -1, -2), moisture(t, 2, -1, -2)]
  }, ['dirt', 'farmland', 0]),
  case_('under a block', 'Farmland', 'farmland and paths turn to dirt under a solid block', [['give', 'stone', 2], ['setblock', 0, -1, -2, 'farmland'], ['setblock', 1, -1, -2, 'dirt_path']], async t => {
    await t.put(0, -1, -2, UP)
    await t.put(1, -1, -2, UP)
    await t.tick(4)
    return [t.name(0, -1, -2), t.name(1, -1, -2)]
  }, ['dirt', 'dirt']),
  case_('trampling', 'Farmland', 'a fall of more than 1.5 blocks tramples farmland for sure, and the crop drops', [['fill', -1, -1, -1, 1, -1, 1, 'farmland', { moisture: 7 }], ['setblock', 0, 0, 0, 'wheat', { age: 7 }]], async t => {
    await t.stand(0.5, 2.5, 0.5)
    await t.until(() => t.bot.entity.onGround, 40, 'the ground')
    await t.tick(5)
    return [t.name(0, -1, 0), t.name(0, 0, 0), t.has('wheat') + (t.dropped().wheat ?? 0)]
  }, ['dirt', 'air', 1]),
  case_('trampling by a cow', 'Farmland', 'large creatures that fall on farmland trample it, too', [['fill', -1, 0, -4, 1, 4, -2, 'glass'], ['fill', 0, 0, -3, 0, 4, -3, 'air'], ['setblock', 0, -1, -3, 'farmland', { moisture: 7 }], ['summon', 'cow', 0.5, 3, -2.5]], async t => {
    await t.tick(30)
    return [t.name(0, -1, -3), t.entities('cow').map(cow => Math.round(100 * (cow.position.y - t.origin.y)))]
  }, ['dirt', [0]]),
  case_('walking on farmland', 'Farmland', 'who walks over farmland does not trample it', [['fill', -1, -1, -3, 1, -1, 1, 'farmland', { moisture: 7 }]], async t => {
    await t.look(0)
    t.bot.setControlState('forward', true)
    await t.tick(15)
    t.bot.setControlState('forward', false)
    await t.tick(5)
    return counted(t, [-1, -1, -3], [1, -1, 1], ['farmland'])
  }, { farmland: 15 }),
  case_('planting', 'Tutorials/Crop farming', 'seeds, carrots and potatoes are planted on farmland only', [['give', 'wheat_seeds', 2], ['give', 'carrot'], ['give', 'potato'], ['give', 'beetroot_seeds'], ['fill', -1, -1, -2, 2, -1, -2, 'farmland']], async t => {
    await t.hold('wheat_seeds')
    await t.put(0, -1, -3, UP)
    for (const [i, item] of ['wheat_seeds', 'carrot', 'potato', 'beetroot_seeds'].entries()) {
      await t.hold(item)
      await t.put(i - 1, -1, -2, UP)
    }
    await t.tick(2)
    return [t.name(0, 0, -3), ...[-1, 0, 1, 2].map(x => t.name(x, 0, -2)), t.has('wheat_seeds')]
  }, ['air', 'wheat', 'carrots', 'potatoes', 'beetroots', 1]),
  case_('planting in the dark', 'Tutorials/Crop farming', 'crops need a light of 8 to be planted; a torch is enough', [
    ['fill', -2, 0, -4, 2, 3, 2, 'stone'], ['fill', -1, 0, -3, 1, 2, 1, 'air'], ['setblock', ...SOIL, 'farmland'], ['setblock', 1, -1, -3, 'stone'], ['give', 'wheat_seeds'], ['give', 'torch']
  ], async t => {
    await t.hold('wheat_seeds')
    await t.put(...SOIL, UP)
    const dark = t.name(...CROP)
    await t.hold('torch')
    await t.put(1, -1, -3, UP)
    await t.hold('wheat_seeds')
    await t.put(...SOIL, UP)
    return [dark, t.name(...CROP)]
  }, ['air', 'wheat']),
  case_('wheat ripens', 'Wheat Seeds', 'wheat grows to age 7 and no further', field([-3, -7]), async t => {
    await hasten(t, 1024, 250)
    return [-3, -7].map(z => [-2, -1, 0, 1, 2].map(x => age(t, x, 0, z)))
  }, [[7, 7, 7, 7, 7], [7, 7, 7, 7, 7]]),
  case_('growth in rows', 'Tutorials/Crop farming (Growth rate)', 'wheat in single rows on wet farmland grows with 1 in 3 random ticks', field([-3, -7]), grown, { min: 27, max: 57 }),
  case_('growth in a full field', 'Tutorials/Crop farming (Growth rate)', 'wheat with wheat on all sides grows half as fast: with 1 in 6', field([-2, -3, -4, -5, -6, -7, -8]), grown, { min: 9, max: 34 }),
  case_('growth by night', 'Tutorials/Crop farming', 'under the open sky crops grow by night as well', [...field([-3, -7]), ['time', 18000]], grown, { min: 27, max: 57 }),
  case_('growth in the dark', 'Tutorials/Crop farming', 'wheat stays in a light of 8, but grows only in 9 and more', [
    ['fill', -6, 0, -4, 3, 3, 3, 'stone'], ['fill', -5, 0, -3, 2, 2, 2, 'air'], ['setblock', -5, 0, 1, 'torch'],
    ['setblock', -1, -1, -1, 'farmland', { moisture: 7 }], ['setblock', -4, -1, 0, 'farmland', { moisture: 7 }], ['setblock', -1, 0, -1, 'wheat'], ['setblock', -4, 0, 0, 'wheat']
  ], async t => { // six steps from the torch, and two
    await hasten(t, 512, 300)
    return [t.name(-1, 0, -1), age(t, -1, 0, -1), age(t, -4, 0, 0)]
  }, ['wheat', 0, { min: 1, max: 7 }]),
  case_('bone meal', 'Bone Meal', 'bone meal lets wheat grow by 2 to 5 stages; none is used on ripe wheat', [['give', 'bone_meal', 10], ['setblock', ...SOIL, 'farmland', { moisture: 7 }], ['setblock', ...CROP, 'wheat']], async t => {
    await t.put(...CROP, UP)
    const once = age(t, ...CROP)
    for (let i = 0; i < 4; i++) await t.put(...CROP, UP)
    const [ripe, left] = [age(t, ...CROP), t.has('bone_meal')]
    await t.put(...CROP, UP)
    return [once, ripe, left >= 6 && left === t.has('bone_meal')]
  }, [{ min: 2, max: 5 }, 7, true]),
  case_('bone meal on beetroots', 'Beetroot Seeds', 'bone meal lets beetroots grow by one stage with 75 %', [['give', 'bone_meal', 64], ['fill', -2, -1, -2, 2, -1, -2, 'farmland', { moisture: 7 }]], async t => {
    let sum = 0
    for (let i = 0; i < 40; i++) {
      const x = i % 5 - 2
      if (x === -2) await t.setup('fill', -2, 0, -2, 2, 0, -2, 'air')
      if (x === -2) await t.setup('fill', -2, 0, -2, 2, 0, -2, 'beetroots', { age: 0 })
      await t.tick(1)
      await t.put(x, 0, -2, UP)
      sum += age(t, x, 0, -2)
    }
    return [sum, t.has('bone_meal')]
  }, [{ min: 21, max: 38 }, 24]),
  case_('a melon', 'Melon Seeds', 'a ripe stem bears a melon beside it; without it the stem is free again', [['setblock', ...SOIL, 'farmland', { moisture: 7 }], ['setblock', -1, -1, -2, 'water'], ['setblock', ...CROP, 'melon_stem', { age: 7 }]], async t => {
    await hasten(t, 1024, 100)
    const melons = counted(t, [-1, 0, -3], [1, 0, -1], ['melon'])
    const bound = t.name(...CROP)
    await t.setup('fill', -1, 0, -3, 1, 0, -3, 'air')
    await t.setup('fill', -1, 0, -1, 1, 0, -1, 'air')
    await t.setup('setblock', 1, 0, -2, 'air')
    await t.tick(3)
    return [melons.melon, bound, t.name(...CROP), age(t, ...CROP)]
  }, [1, 'attached_melon_stem', 'melon_stem', 7]),
  case_('a pumpkin stem grows', 'Pumpkin Seeds', 'pumpkin seeds grow a stem that bears a pumpkin', [['give', 'pumpkin_seeds'], ['give', 'bone_meal', 5], ['setblock', ...SOIL, 'farmland', { moisture: 7 }], ['setblock', -1, -1, -2, 'water']], async t => {
    await t.put(...SOIL, UP)
    const planted = t.name(...CROP)
    await t.hold('bone_meal')
    for (let i = 0; i < 5; i++) await t.put(...CROP, UP)
    await hasten(t, 1024, 200)
    return [planted, counted(t, [-1, 0, -3], [1, 0, -1], ['pumpkin']).pumpkin]
  }, ['pumpkin_stem', 1]),
  case_('sugar cane grows', 'Sugar Cane', 'sugar cane grows to 3 blocks by itself', [['setblock', 1, -1, -2, 'water'], ['setblock', ...CROP, 'sugar_cane']], async t => {
    await hasten(t, 1024, 200)
    return [0, 1, 2, 3].map(y => t.name(0, y, -2))
  }, ['sugar_cane', 'sugar_cane', 'sugar_cane', 'air']),
  case_('sugar cane needs 16 ticks', 'Sugar Cane', 'sugar cane grows by one block in 16 random ticks', [['setblock', 1, -1, -2, 'water'], ['setblock', ...CROP, 'sugar_cane', { age: 0 }]], async t => {
    await hasten(t, 512, 40) // about 5 of them
    return [age(t, ...CROP), t.name(0, 1, -2)]
  }, [{ min: 1, max: 15 }, 'air']),
  case_('sugar cane falls', 'Sugar Cane', 'what stands above a broken sugar cane drops', [['setblock', 1, -1, -2, 'water'], ['fill', 0, 0, -2, 0, 2, -2, 'sugar_cane']], async t => {
    await t.dig(0, 1, -2)
    await t.tick(10)
    return [[0, 1, 2].map(y => t.name(0, y, -2)), (t.dropped().sugar_cane ?? 0) + t.has('sugar_cane')]
  }, [['sugar_cane', 'air', 'air'], 2]),
  case_('cactus grows', 'Cactus', 'a cactus grows to 3 blocks by itself', [['setblock', ...SOIL, 'sand'], ['setblock', ...CROP, 'cactus']], async t => {
    await hasten(t, 1024, 200)
    return [0, 1, 2, 3].map(y => t.name(0, y, -2))
  }, ['cactus', 'cactus', 'cactus', 'air']),
  case_('sweet berries', 'Sweet Berries', 'a ripe bush gives 2 or 3 berries by hand, and is at age 1 then', [['setblock', ...CROP, 'sweet_berry_bush', { age: 3 }]], async t => {
    await t.put(...CROP, UP)
    await t.tick(5)
    return [t.dropped(), age(t, ...CROP)]
  }, [{ sweet_berries: { min: 2, max: 3 } }, 1]),
  tree('oak', { base: 'oak_log', soil: 'dirt', logs: { min: 4, max: 6 }, leaves: { min: 49, max: 61 } }, 'an oak has 4 to 6 logs, and dirt below it'),
  tree('birch', { base: 'birch_log', soil: 'dirt', logs: { min: 5, max: 7 }, leaves: { min: 49, max: 61 } }, 'a birch has 5 to 7 logs'),
  tree('spruce', { base: 'spruce_log', soil: 'dirt', logs: { min: 5, max: 8 }, leaves: { min: 20, max: 120 } }, 'a spruce has 5 to 8 logs'),
  case_('no room for a tree', 'Sapling', 'a sapling does not grow under a block', [['give', 'bone_meal', 64], ['setblock', ...CROP, 'oak_sapling'], ['setblock', 0, 3, -2, 'stone']], async t => {
    await feed(t, CROP, 40)
    return [t.name(...CROP), t.has('bone_meal')]
  }, ['oak_sapling', 24]),
  case_('a sapling by itself', 'Sapling', 'a sapling grows by itself by day', [['setblock', ...CROP, 'oak_sapling']], async t => {
    await hasten(t, 1024, 150)
    return t.name(...CROP)
  }, 'oak_log'),
  case_('a sapling by night', 'Sapling', 'a sapling needs a light of 9: by night it waits', [['setblock', ...CROP, 'oak_sapling'], ['time', 18000]], async t => {
    await hasten(t, 1024, 100)
    return [t.name(...CROP), Number(t.props(...CROP).stage)]
  }, ['oak_sapling', 0]),
  case_('leaves near a log', 'Leaves (Decay)', 'leaves stay up to 6 steps from a log, and decay beyond', [['setblock', -4, 1, -3, 'oak_log'], ['fill', -3, 1, -3, 3, 1, -3, 'oak_leaves', { persistent: false }]], async t => {
    await hasten(t, 1024, 40)
    return [-3, -2, -1, 0, 1, 2, 3].map(x => t.name(x, 1, -3) === 'oak_leaves')
  }, [true, true, true, true, true, true, false]),
  case_('leaves without a log', 'Leaves (Decay)', 'leaves decay when their log is gone; those that were placed stay', [['setblock', 0, 0, -3, 'oak_log'], ['fill', 0, 1, -3, 3, 1, -3, 'oak_leaves', { persistent: false, distance: 1 }], ['setblock', -1, 1, -3, 'oak_leaves', { persistent: true }], ['give', 'iron_axe']], async t => {
    await t.dig(0, 0, -3)
    await hasten(t, 1024, 40)
    return [-1, 0, 1, 2, 3].map(x => t.name(x, 1, -3))
  }, ['oak_leaves', 'air', 'air', 'air', 'air']),
  case_('a felled tree', 'Leaves (Decay)', 'when all logs of a tree are gone, all its leaves decay', [['give', 'bone_meal', 64], ['setblock', ...CROP, 'birch_sapling']], async t => {
    await feed(t, CROP, 60)
    const kinds = ['birch_log', 'birch_leaves']
    const before = counted(t, [-3, 0, -5], [3, 10, 1], kinds)
    await t.setup('fill', 0, 0, -2, 0, 7, -2, 'air')
    await hasten(t, 1024, 80)
    return [before.birch_leaves > 30, counted(t, [-3, 0, -5], [3, 10, 1], kinds)]
  }, [true, { birch_log: 0, birch_leaves: 0 }]),
  case_('grass spreads', 'Grass Block (Spread)', 'grass spreads over dirt in the light', [['fill', -1, -1, -3, 1, -1, -1, 'dirt']], async t => {
    await hasten(t, 1024, 60)
    return counted(t, [-1, -1, -3], [1, -1, -1], ['dirt', 'grass_block'])
  }, { dirt: 0, grass_block: 9 }),
  case_('grass by night', 'Grass Block (Spread)', 'without a light of 9 grass does not spread', [['fill', -1, -1, -3, 1, -1, -1, 'dirt'], ['time', 18000]], async t => {
    await hasten(t, 1024, 30)
    return counted(t, [-1, -1, -3], [1, -1, -1], ['dirt'])
  }, { dirt: 9 }),
  case_('grass dies', 'Grass Block (Death)', 'grass turns to dirt under an opaque block, not under glass or leaves', [['setblock', 0, 0, -2, 'stone'], ['setblock', 1, 0, -2, 'glass'], ['setblock', -1, 0, -2, 'oak_leaves', { persistent: true }]], async t => {
    await hasten(t, 1024, 40)
    return [-1, 0, 1].map(x => t.name(x, -1, -2))
  }, ['grass_block', 'dirt', 'grass_block']),
  case_('bone meal on grass', 'Bone Meal', 'bone meal on a grass block lets grass and flowers spring up around', [['give', 'bone_meal', 2]], async t => {
    await t.put(...SOIL, UP)
    await t.tick(3)
    const plants = counted(t, [-8, 0, -10], [8, 2, 6], ['grass', 'dandelion', 'poppy'])
    return [plants.grass, t.has('bone_meal')]
  }, [{ min: 10, max: 128 }, 1]),
  case_('bone meal on a tuft', 'Bone Meal', 'bone meal makes tall grass of grass', [['give', 'bone_meal', 2], ['setblock', ...CROP, 'grass']], async t => {
    await t.put(...CROP, UP)
    await t.tick(2)
    return [t.name(...CROP), t.name(0, 1, -2)]
  }, ['tall_grass', 'tall_grass'])
]
