'use strict'
/** Blows: damage by weapon, charge, critical hits, knockback, wear; death and what it gives; arrows. Creatures without a mind stand still. */

const { still, health, alone } = require('../living')

const DAMAGE = 'Minecraft Wiki, "Damage"'
const COOLDOWN = `${DAMAGE} (Attack cooldown)`

/** Put a creature in front of the player and answer it. */
async function facing (t, name, data = still, z = -1.5) {
  await t.setup('summon', name, 0.5, 0, z, data)
  await t.until(() => t.entities(name).length > 0, 30, name)
  return t.entities(name)[0]
}

async function armed (t, item) {
  if (!item) return
  await t.setup('give', item, 1)
  await t.tick(2)
  await t.hold(item)
  await t.tick(30)
}

const blow = (item, damage) => ({
  name: `a blow with ${item ?? 'the hand'}`,
  vanilla: `a charged blow with ${item ?? 'the hand'} takes ${damage} half hearts`,
  source: item ? `Minecraft Wiki, "${item.split('_')[1][0].toUpperCase() + item.split('_')[1].slice(1)}" (attack damage)` : DAMAGE,
  async run (t) {
    await armed(t, item)
    const cow = await facing(t, 'cow')
    t.bot.attack(cow)
    await t.tick(3)
    return health(cow)
  },
  expect: 10 - damage
})

module.exports = [
  blow(null, 1),
  blow('wooden_sword', 4),
  blow('golden_sword', 4),
  blow('stone_sword', 5),
  blow('iron_sword', 6),
  blow('diamond_sword', 7),
  blow('wooden_axe', 7),
  blow('stone_axe', 9),
  blow('iron_pickaxe', 4),
  blow('stone_shovel', 3.5),
  blow('diamond_hoe', 1),
  {
    name: 'a blow before the weapon is ready',
    vanilla: 'after t ticks a blow does 0.2 + ((t + 0.5) / T)^2 * 0.8 of its damage; for a sword T is 12.5: 10 ticks after 6 it takes 4.587',
    source: COOLDOWN,
    async run (t) {
      await armed(t, 'iron_sword')
      const spider = await facing(t, 'spider')
      t.bot.attack(spider)
      await t.tick(10)
      t.bot.attack(spider)
      await t.tick(3)
      return health(spider)
    },
    expect: { min: 5.4, max: 5.42 }
  },
  {
    name: 'two blows at once',
    vanilla: 'for half a second after a blow, one that is not harder does nothing',
    source: `${DAMAGE} (Immunity)`,
    async run (t) {
      await armed(t, 'iron_sword')
      const spider = await facing(t, 'spider')
      for (let i = 0; i < 3; i++) {
        t.bot.attack(spider)
        await t.tick(3)
      }
      return health(spider)
    },
    expect: 10
  },
  {
    name: 'armour of a zombie',
    vanilla: 'zombies have 2 points of armour: of 1 half heart 0.94 are left (1 - (2 - 1 / 2) / 25)',
    source: 'Minecraft Wiki, "Zombie"; "Armor" (Defense)',
    setup: [['time', 18000]],
    async run (t) {
      const zombie = await facing(t, 'zombie')
      t.bot.attack(zombie)
      await t.tick(3)
      return health(zombie)
    },
    expect: 19.06
  },
  {
    name: 'a critical hit',
    vanilla: 'who falls hits for 150 percent: a wooden sword takes 6',
    source: `${DAMAGE} (Critical hit)`,
    async run (t) {
      await armed(t, 'wooden_sword')
      const cow = await facing(t, 'cow')
      t.bot.setControlState('jump', true)
      await t.tick(2)
      t.bot.setControlState('jump', false)
      await t.until(() => t.bot.entity.velocity.y < -0.15, 20, 'the fall')
      t.bot.attack(cow)
      await t.tick(3)
      return health(cow)
    },
    expect: 4
  },
  {
    name: 'knockback',
    vanilla: 'who is hit is pushed away, about a block and a half from where it stood',
    source: 'Minecraft Wiki, "Knockback (mechanic)"',
    async run (t) {
      const spider = await facing(t, 'spider', '{}')
      await t.tick(5)
      const { z } = spider.position
      t.bot.attack(spider)
      await t.tick(9)
      return z - spider.position.z
    },
    expect: { min: 0.8, max: 2.5 }
  },
  {
    name: 'knockback of a sprinter',
    vanilla: 'a sprinting attacker pushes farther',
    source: 'Minecraft Wiki, "Sprinting" (Effects)',
    async run (t) {
      const far = []
      for (const sprints of [false, true]) {
        const spider = await facing(t, 'spider', '{}')
        await t.tick(5)
        if (sprints) t.bot._client.write('entity_action', { entityId: t.bot.entity.id, actionId: 'start_sprinting', jumpBoost: 0 })
        await t.tick(2)
        const { z } = spider.position
        t.bot.attack(spider)
        await t.tick(9)
        far.push(z - spider.position.z)
        await t.setup('kill', '@e[type=spider]')
        await t.tick(25)
      }
      t.bot._client.write('entity_action', { entityId: t.bot.entity.id, actionId: 'stop_sprinting', jumpBoost: 0 })
      return far[1] > far[0] + 0.5
    },
    expect: true
  },
  {
    name: 'wear of weapons',
    vanilla: 'a blow costs a sword 1, an axe or a pickaxe 2 of its durability',
    source: 'Minecraft Wiki, "Durability"',
    async run (t) {
      const worn = []
      for (const item of ['iron_sword', 'iron_axe', 'iron_pickaxe']) {
        await armed(t, item)
        const cow = await facing(t, 'cow')
        t.bot.attack(cow)
        await t.tick(3)
        worn.push(t.bot.heldItem.durabilityUsed)
        await t.setup('kill', '@e[type=cow]')
        await t.setup('clear')
        await t.tick(25)
      }
      return worn
    },
    expect: [1, 2, 2]
  },
  {
    name: 'a blow out of reach',
    vanilla: 'nobody is hit from 8 blocks away',
    source: 'Minecraft Wiki, "Melee attack"',
    async run (t) {
      const cow = await facing(t, 'cow', still, -8)
      t.bot.attack(cow)
      await t.tick(3)
      return health(cow)
    },
    expect: 10
  },
  {
    name: 'death',
    vanilla: 'who has lost all health falls over and is gone 20 ticks later',
    source: 'Minecraft Wiki, "Health"; "Death"',
    async run (t) {
      await armed(t, 'iron_sword')
      const chicken = await facing(t, 'chicken')
      const heard = []
      t.bot.once('entityDead', () => heard.push('dead'))
      t.bot.attack(chicken)
      await t.until(() => heard.length > 0, 10, 'death')
      const ticks = await t.until(() => !chicken.isValid, 60, 'its end')
      return [heard[0], ticks >= 18 && ticks <= 23]
    },
    expect: ['dead', true]
  },
  {
    name: 'experience of animals',
    vanilla: 'an animal that a player kills gives 1 to 3 points',
    source: 'Minecraft Wiki, "Experience" (Sources)',
    async run (t) {
      await armed(t, 'diamond_sword')
      const chicken = await facing(t, 'chicken')
      t.bot.attack(chicken)
      await t.tick(80)
      return t.bot.experience.points
    },
    expect: { min: 1, max: 3 }
  },
  {
    name: 'experience of monsters',
    vanilla: 'a spider that a player kills gives 5 points',
    source: 'Minecraft Wiki, "Experience" (Sources)',
    async run (t) {
      await armed(t, 'diamond_sword')
      const spider = await facing(t, 'spider', '{NoAI:1b,Health:2f}')
      t.bot.attack(spider)
      await t.tick(80)
      return t.bot.experience.points
    },
    expect: 5
  },
  {
    name: 'experience without a player',
    vanilla: 'what dies without a player gives no experience',
    source: 'Minecraft Wiki, "Experience" (Sources)',
    async run (t) {
      await facing(t, 'cow')
      await t.setup('kill', '@e[type=cow]')
      await t.tick(80)
      return t.bot.experience.points
    },
    expect: 0
  },
  {
    name: 'a bow fully drawn',
    vanilla: 'an arrow from a bow drawn for a second takes 6 to 11 half hearts, and is used up',
    source: 'Minecraft Wiki, "Bow" (Weapon)',
    setup: [['give', 'bow', 1], ['give', 'arrow', 5]],
    async run (t) {
      await t.hold('bow')
      const spider = await facing(t, 'spider', still, -5.5)
      await t.during(t.bot.lookAt(spider.position.offset(0, 0.6, 0), true))
      t.bot.activateItem()
      await t.tick(22)
      t.bot.deactivateItem()
      await t.tick(12)
      return [health(spider), t.has('arrow')]
    },
    expect: [{ min: 5, max: 10 }, 4]
  },
  {
    name: 'an arrow in the ground',
    vanilla: 'an arrow that a player has shot and that sticks in a block can be picked up again',
    source: 'Minecraft Wiki, "Arrow" (Retrieving arrows)',
    setup: [['give', 'bow', 1], ['give', 'arrow', 1]],
    async run (t) {
      await t.hold('bow')
      await t.look(0, -1.2)
      t.bot.activateItem()
      await t.tick(22)
      t.bot.deactivateItem()
      await t.tick(2)
      const gone = t.has('arrow')
      await t.tick(40)
      return [gone, t.has('arrow')]
    },
    expect: [0, 1]
  },
  {
    name: 'players hit players',
    vanilla: 'a blow with the hand takes 1 half heart of another player too',
    source: DAMAGE,
    async run (t) {
      const two = await t.other('sparring')
      try {
        await t.setupFor('sparring', 'tp', 0.5, 0, -1)
        await two.tick(70) // who has just come cannot be hurt
        t.bot.attack(Object.values(t.bot.entities).find(e => e.username === 'sparring'))
        await t.tick(3)
        await two.tick(3)
        return two.bot.health
      } finally {
        two.end()
        await t.tick(5)
      }
    },
    expect: 19
  }
].map(alone)
