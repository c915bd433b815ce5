'use strict'
/**
 * Status effects of players. (Minecraft Wiki, "Effect" and the pages of the effects; numbers in rules/effects.json.)
 *
 * player.effects      name -> { amplifier, until, hidden }: from amplifier 0 on, to the last tick on which it works; a weaker one that lasts longer waits behind
 * player.addEffect(name, ticks, amplifier = 0), player.removeEffect(name), player.clearEffects()
 * player.digEffects() what prismarine-block's formula of digging wants to know
 */

const rules = require('../rules')('effects')
const { isMortal } = require('../body')

const FOREVER = 1e9
/** Icon and particles are shown. */
const SHOWN = 6
/** What the effect does to the client's speed: vanilla's names of the changes. */
const SPEEDS = { speed: '91aeaa56-376b-4498-935b-2f7f68070635', slowness: '7107de5e-7ce8-4030-940e-514c1f160890' }
const OTHER_NAMES = { bad_luck: 'unluck' }

module.exports.server = serv => {
  const ids = serv.effectIds = new Map() // name -> the protocol's number
  for (const { id, name } of serv.registry.effectsArray) {
    const ours = name.replace(/(?!^)[A-Z]/g, c => '_' + c).toLowerCase()
    ids.set(OTHER_NAMES[ours] ?? ours, id)
  }

  serv.on('tick', () => { for (const player of serv.players) if (player.effects.size && player.restored && player.health > 0) player.feelEffects() })

  serv.setups.effect = (player, how, ...words) => {
    if (!player) throw new Error('expected the name of a player who is here, found none')
    const name = words[0]?.replace(/^minecraft:/, '')
    if (name !== undefined && !ids.has(name)) throw new Error(`expected one of ${[...ids.keys()].join(', ')}, found ${name}`)
    if (how === 'clear') return name ? player.removeEffect(name) : player.clearEffects()
    if (how !== 'give' || !name) throw new Error(`expected give and an effect, or clear, found ${how} ${name ?? ''}`)
    const instant = INSTANT.has(name)
    const seconds = words[1] === undefined ? null : words[1] === 'infinite' ? FOREVER : whole(words[1], 1, 1000000)
    player.addEffect(name, seconds === null ? (instant ? 1 : rules.seconds * 20) : instant ? seconds : Math.min(FOREVER, seconds * 20), whole(words[2] ?? 0, 0, 255))
  }

  serv.playerKeeps.effects = { save: player => player.savedEffects(), load: (player, record) => player.restoreEffects(record) }
}

const INSTANT = new Set(['instant_health', 'instant_damage', 'saturation'])

module.exports.player = (player, serv) => {
  const effects = player.effects = new Map()
  const client = player._client
  const id = name => serv.effectIds.get(name)

  player.addEffect = (name, ticks, amplifier = 0) => {
    const given = { amplifier, until: serv.tickCount + ticks, hidden: null }
    const own = effects.get(name)
    const now = own ? joined(own, given) : given
    if (now === own) return
    effects.set(name, now)
    if (name === 'absorption') player.absorption += rules.absorption.each * (amplifier + 1 - (own ? own.amplifier + 1 : 0))
    tell(name)
  }

  player.removeEffect = name => {
    const own = effects.get(name)
    if (!own) return
    effects.delete(name)
    if (name === 'absorption') player.absorption = Math.max(0, player.absorption - rules.absorption.each * (own.amplifier + 1))
    client.write('remove_entity_effect', { entityId: player.id, effectId: id(name) })
    if (SPEEDS[name]) tellSpeed()
  }

  player.clearEffects = () => { for (const name of [...effects.keys()]) player.removeEffect(name) }

  player.feelEffects = () => {
    for (const [name, effect] of [...effects]) {
      const left = effect.until - serv.tickCount + 1
      if (left <= 0) fade(name, effect)
      else if (player.health > 0 && effects.get(name) === effect) work(name, effect.amplifier, left)
    }
  }

  /** It ends; what waited behind it goes on. */
  function fade (name, { hidden }) {
    player.removeEffect(name)
    if (hidden && hidden.until >= serv.tickCount) {
      effects.set(name, hidden)
      tell(name)
    }
  }

  function work (name, amplifier, left) {
    const rule = rules[name]
    if (rule?.every && left % Math.max(1, rule.every >> amplifier) !== 0) return
    workings[name]?.(rule, amplifier + 1, 2 ** amplifier)
  }

  const harm = rule => { if (player.health > rule.down_to) player.hurt(rule.damage, rule.kind) }
  const workings = {
    regeneration: rule => player.heal(rule.heals),
    poison: harm,
    wither: harm,
    hunger: (rule, level) => player.exhaust(rule.exhaustion * level),
    saturation: (rule, level) => { if (isMortal(player)) player.nourish(rule.food * level, rule.saturation * level) },
    instant_health: (rule, _, strength) => player.heal(rule.heals * strength),
    instant_damage: (rule, _, strength) => player.hurt(rule.damage * strength, rule.kind)
  }

  player.digEffects = () => Object.fromEntries([...effects].map(([name, { amplifier }]) => [id(name), { id: id(name), amplifier }]))

  player.savedEffects = () => [...effects].map(([name, effect]) => [name, saved(effect)])
  player.restoreEffects = record => { for (const [name, effect] of record) effects.set(name, restored(effect)) }
  const saved = effect => effect && { amplifier: effect.amplifier, left: effect.until - serv.tickCount, hidden: saved(effect.hidden) }
  const restored = record => record && { amplifier: record.amplifier, until: serv.tickCount + record.left, hidden: restored(record.hidden) }

  function tell (name) {
    const { amplifier, until } = effects.get(name)
    const ticks = until - serv.tickCount
    client.write('entity_effect', { entityId: player.id, effectId: id(name), amplifier: (amplifier << 24) >> 24, duration: ticks, hideParticles: SHOWN })
    if (SPEEDS[name]) tellSpeed()
  }

  function tellSpeed () {
    const modifiers = Object.keys(SPEEDS).filter(name => effects.has(name))
      .map(name => ({ uuid: SPEEDS[name], amount: rules[name].each * (effects.get(name).amplifier + 1), operation: 2 }))
    player._writeNearby('entity_update_attributes', { entityId: player.id, properties: [{ name: 'minecraft:generic.movement_speed', value: 0.1, modifiers }] })
  }

  player.on('spawned', () => { for (const name of effects.keys()) tell(name) })
  player.on('died', player.clearEffects)
}

/** Two effects of one kind, as vanilla's MobEffectInstance.update: the stronger one works, a longer one waits behind it. */
function joined (own, given) {
  if (given.amplifier > own.amplifier) return { ...given, hidden: given.until < own.until ? own : own.hidden }
  if (given.until <= own.until) return own
  if (given.amplifier === own.amplifier) return { ...own, until: given.until }
  return { ...own, hidden: own.hidden ? joined(own.hidden, given) : given }
}

function whole (word, least, most) {
  const value = Number(word)
  if (!Number.isInteger(value) || value < least || value > most) throw new Error(`expected a whole number from ${least} to ${most}, found ${word}`)
  return value
}
