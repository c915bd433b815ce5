'use strict'
/** The body: hunger, healing, starving, eating, death. */

const { drain, unhealed, losses, rhythm } = require('../bodily')

const HUNGER = 'Minecraft Wiki, "Hunger"'
const HEALING = 'Minecraft Wiki, "Healing" (Natural regeneration)'
const about = value => ({ min: value - 0.01, max: value + 0.01 })

/** Eat what is held: [ticks, food gained, what is left of it]. */
async function eat (t, item, left = item) {
  await t.hold(item)
  const [food, health] = [t.food, t.health]
  let done = false
  t.bot._client.once('entity_status', ({ entityStatus }) => { done = entityStatus === 9 })
  t.bot._client.write('use_item', { hand: 0, sequence: 7 })
  const ticks = await t.until(() => done, 100, 'the meal')
  await t.tick(2)
  return { ticks, food: t.food - food, left: t.has(left), health: Math.round(t.health - health) }
}

const meal = (item, food, ticks, left, vanilla, source = 'Minecraft Wiki, "Food"') => ({
  name: `eating ${item}`,
  vanilla,
  source,
  setup: [['give', item, 1]],
  run: unhealed(async t => {
    await drain(t, 8)
    return eat(t, item, left)
  }),
  expect: { ticks: { min: ticks - 1, max: ticks + 1 }, food, left: left === item ? 0 : 1, health: 0 }
})

module.exports = [
  {
    name: 'healing when fed',
    vanilla: 'with 18 or 19 food 1 half heart comes back every 4 seconds, for 6 exhaustion: 1.5 food',
    source: HEALING,
    async run (t) {
      await t.tick(60) // nothing hurts who has just come
      await drain(t, 19)
      await t.setup('effect', 'give', 'instant_damage', 1, 0)
      await t.until(() => t.health < 20, 20, 'damage')
      const from = t.health
      await t.until(() => t.health > from, 100, 'one heart')
      const ticks = await t.until(() => t.health > from + 1, 100, 'another')
      await t.tick(10)
      return [ticks, t.health - from, t.food]
    },
    expect: [{ min: 79, max: 81 }, 2, { min: 16, max: 17 }]
  },
  {
    name: 'healing when full',
    vanilla: 'with 20 food and saturation 1 half heart comes back every half second',
    source: HEALING,
    async run (t) {
      await t.setup('effect', 'give', 'instant_damage', 1, 0)
      await t.setup('effect', 'give', 'saturation', 1, 20)
      await t.until(() => t.health < 20, 20, 'damage')
      const from = t.health
      await t.tick(31)
      return [from, Math.round(t.health)]
    },
    expect: [14, 17]
  },
  {
    name: 'no healing when hungry',
    vanilla: 'with 17 food or less nothing comes back',
    source: HEALING,
    async run (t) {
      await drain(t, 17)
      await t.setup('effect', 'give', 'instant_damage', 1, 0)
      await t.tick(200)
      return t.health
    },
    expect: 14
  },
  {
    name: 'starving',
    vanilla: 'with no food 1 half heart is lost every 4 seconds, on easy down to 10',
    source: `${HUNGER} (Effects), "Difficulty"`,
    async run (t) {
      await drain(t, 0)
      await t.setup('effect', 'give', 'instant_damage', 1, 0)
      await t.until(() => t.health <= 14, 20, 'damage')
      const [lost, apart] = rhythm(await losses(t, 600))
      return [lost.length, apart.every(ticks => ticks === 80 || !t.lockstep), t.health]
    },
    expect: [{ min: 3, max: 4 }, true, 10]
  },
  {
    name: 'sprinting tires',
    vanilla: 'sprinting costs 0.1 exhaustion a block, 4 exhaustion are a point of food: 40 blocks',
    source: `${HUNGER} (Exhaustion)`,
    async run (t) {
      await drain(t, 15)
      const { bot } = t
      let way = 0
      const run = async () => {
        await t.setup('tp', 0.5, 0, 12.5, 180, 0)
        await t.tick(5)
        bot.setControlState('sprint', true)
        bot.setControlState('forward', true)
        const food = bot.food
        let before = bot.entity.position.clone()
        while (t.position[2] > -12 && bot.food === food) {
          await t.tick()
          way += bot.entity.position.distanceTo(before)
          before = bot.entity.position.clone()
        }
        bot.clearControlStates()
        await t.tick(10)
      }
      const until = async food => { while (bot.food > food) await run() }
      await until(bot.food - 1)
      way = 0
      await until(bot.food - 1)
      return way
    },
    expect: { min: 37, max: 42 }
  },
  {
    name: 'jumping tires',
    vanilla: 'a jump costs 0.05 exhaustion: 80 jumps a point of food',
    source: `${HUNGER} (Exhaustion)`,
    async run (t) {
      await drain(t, 15)
      await t.setup('setblock', 0, 2, 0, 'stone') // low jumps are soon over
      const { bot } = t
      let jumps = 0
      const jump = async () => {
        bot.setControlState('jump', true)
        await t.tick()
        bot.setControlState('jump', false)
        await t.until(() => bot.entity.onGround, 30, 'ground')
        await t.tick()
        jumps++
      }
      const until = async food => { while (bot.food > food) await jump() }
      await until(bot.food - 1)
      jumps = 0
      await until(bot.food - 1)
      return jumps
    },
    expect: { min: 78, max: 82 }
  },
  {
    name: 'walking does not tire',
    vanilla: 'walking costs nothing',
    source: `${HUNGER} (Exhaustion)`,
    async run (t) {
      await drain(t, 15)
      const food = t.food
      t.bot.setControlState('forward', true)
      await t.tick(120)
      return food - t.food
    },
    expect: { min: 0, max: 1 }
  },
  meal('apple', 4, 32, 'apple', 'an apple takes 1.6 seconds and gives 4 food'),
  meal('bread', 5, 32, 'bread', 'bread gives 5 food'),
  meal('cooked_beef', 8, 32, 'cooked_beef', 'steak gives 8 food'),
  meal('dried_kelp', 1, 16, 'dried_kelp', 'dried kelp is eaten in half the time and gives 1 food', 'Minecraft Wiki, "Dried Kelp"'),
  meal('mushroom_stew', 6, 32, 'bowl', 'a stew gives 6 food and leaves its bowl'),
  {
    name: 'saturation',
    vanilla: 'a steak restores 12.8 saturation, but never more than food',
    source: 'Minecraft Wiki, "Food"',
    setup: [['give', 'cooked_beef', 1]],
    run: unhealed(async t => {
      await drain(t, 2)
      await t.hold('cooked_beef')
      const food = t.food
      await eat(t, 'cooked_beef')
      return [t.food - food, t.bot.foodSaturation - t.food]
    }),
    expect: [8, about(0)]
  },
  {
    name: 'eating interrupted',
    vanilla: 'food that is let go or put away before it is eaten stays',
    source: 'Minecraft Wiki, "Food" (Usage)',
    setup: [['give', 'bread', 2]],
    run: unhealed(async t => {
      await drain(t, 10)
      const food = t.food
      await t.use()
      await t.tick(20)
      t.bot.deactivateItem()
      await t.tick(20)
      await t.use()
      await t.tick(20)
      t.bot.setQuickBarSlot(3)
      await t.tick(20)
      return [t.food - food, t.has('bread')]
    }),
    expect: [0, 2]
  },
  {
    name: 'eating when full',
    vanilla: 'bread cannot be eaten when food is full, a golden apple can',
    source: 'Minecraft Wiki, "Food" (Usage)',
    setup: [['give', 'bread', 1], ['give', 'golden_apple', 1]],
    async run (t) {
      await t.hold('bread')
      await t.use()
      await t.tick(40)
      const left = t.has('bread')
      await eat(t, 'golden_apple')
      return [left, t.has('golden_apple'), Object.keys(t.bot.entity.effects).map(Number).sort((a, b) => a - b)]
    },
    expect: [1, 0, [10, 22]]
  },
  {
    name: 'milk',
    vanilla: 'milk takes all effects away and leaves the bucket',
    source: 'Minecraft Wiki, "Milk Bucket"',
    setup: [['give', 'milk_bucket', 1], ['effect', 'give', 'speed', 60, 1], ['effect', 'give', 'poison', 60]],
    async run (t) {
      const before = Object.keys(t.bot.entity.effects).length
      await eat(t, 'milk_bucket')
      return [before, Object.keys(t.bot.entity.effects).length, t.has('bucket')]
    },
    expect: [2, 0, 1]
  },
  {
    name: 'rotten flesh',
    vanilla: 'rotten flesh gives hunger for 30 seconds with 80 %',
    source: 'Minecraft Wiki, "Rotten Flesh"',
    setup: [['give', 'rotten_flesh', 25]],
    async run (t) {
      let poisoned = 0
      await drain(t, 1)
      for (let n = 0; n < 25; n++) {
        if (t.food >= 16) await drain(t, 1)
        await eat(t, 'rotten_flesh')
        if (t.bot.entity.effects[17]) poisoned++
        await t.setup('effect', 'clear')
        await t.tick(2)
      }
      return poisoned
    },
    expect: { min: 14, max: 25 }
  },
  {
    name: 'spider eyes',
    vanilla: 'a spider eye poisons for 5 seconds: 4 half hearts',
    source: 'Minecraft Wiki, "Spider Eye", "Poison"',
    setup: [['give', 'spider_eye', 1]],
    run: unhealed(async t => {
      await drain(t, 10)
      await eat(t, 'spider_eye')
      await t.tick(120)
      return 20 - t.health
    }),
    expect: 4
  },
  {
    name: 'cake',
    vanilla: 'a bite of cake gives 2 food; there are 7',
    source: 'Minecraft Wiki, "Cake"',
    setup: [['setblock', 0, 0, -2, 'cake']],
    run: unhealed(async t => {
      await drain(t, 1)
      const food = t.food
      for (let n = 0; n < 3; n++) await t.put(0, 0, -2)
      const bites = [Number(t.props(0, 0, -2).bites), t.food - food]
      for (let n = 0; n < 4; n++) await t.put(0, 0, -2)
      return [...bites, t.name(0, 0, -2), t.food - food]
    }),
    expect: [3, 6, 'air', 14]
  },
  {
    name: 'death',
    vanilla: 'a dead player leaves what it carried and wore, and comes back full of health',
    source: 'Minecraft Wiki, "Death"',
    setup: [['give', 'dirt', 5], ['give', 'stone', 3], ['item', 8, 'iron_boots', 1]],
    async run (t) {
      const said = []
      const hear = ({ content }) => said.push(content)
      t.bot._client.on('system_chat', hear)
      await t.setup('tp', 0.5, 40, 0.5)
      await t.until(() => t.health <= 0, 200, 'the fall')
      await t.tick(15)
      t.bot._client.off('system_chat', hear)
      const dropped = t.dropped()
      t.bot.respawn()
      await t.until(() => t.health > 0, 200, 'life')
      await t.tick(60) // nothing hurts who has just come back
      return [dropped, [t.health, t.food, t.has('dirt')], said.some(text => text.includes('lucid'))]
    },
    expect: [{ dirt: 5, stone: 3, iron_boots: 1 }, [20, 20, 0], true]
  }
]
