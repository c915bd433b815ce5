'use strict'
/**
 * One virtual clock for a node process: time stands still until it is told to move.
 *
 * `install()` replaces Date, performance.now, setTimeout, setInterval (globals, `timers` and `timers/promises`) and makes the callback forms of zlib
 * synchronous, so that what a process does depends on what it was sent, never on how fast the machine is. It must run before anything else is required.
 * setImmediate, process.nextTick and promises stay as they are: they order work within one moment.
 *
 *     const clock = require('./clock').install()          // lockstep: time moves by advance() only; Date starts at a fixed moment
 *     const clock = require('./clock').install({ realTime: true })   // follows the real clock from the start
 *     await clock.advance(50)     // runs the timers that are due, by (time, id), each followed by one turn of the event loop
 *     clock.now()                 // virtual milliseconds since install
 *     clock.setReal(true)         // from now on follow the real clock at warp 1; false: stand still again
 *     clock.real                  // { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, performance: { now }, Date } as node made them
 */

const timersModule = require('timers')
const timersPromises = require('timers/promises')
const perfHooks = require('perf_hooks')
const { promisify } = require('util')
const zlib = require('zlib')

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  performance: { now: perfHooks.performance.now.bind(perfHooks.performance) },
  Date: globalThis.Date
}

/** Where Date starts in lockstep: the release of 1.19.4. Any fixed moment does: two runs must read the same dates. */
const EPOCH = real.Date.UTC(2023, 2, 14)
/** After a stall of the real clock longer than this (ms), what was missed is dropped instead of caught up. */
const LONGEST_STALL = 250

const queue = new Map() // id -> Timer
let installed = false
let following = false // the real clock
let virtual = 0 // ms since install, while time stands still
let anchor = 0 // real ms at which `virtual` was true, while following
let dateBase = EPOCH
let lastId = 0
let alarm = null // the real timer that wakes us for the next virtual one, while following

class Timer {
  constructor (callback, delay, repeat, args) {
    this.callback = callback
    this.delay = delay >= 1 ? Math.trunc(delay) : 1 // as node: less than 1, or no number, is 1
    this.repeat = repeat
    this.args = args
    this.id = ++lastId
    this.refresh()
  }

  refresh () {
    this.at = now() + this.delay
    queue.set(this.id, this)
    arm()
    return this
  }

  close () {
    queue.delete(this.id)
    return this
  }

  ref () { return this }
  unref () { return this }
  hasRef () { return false }
  [Symbol.toPrimitive] () { return this.id }
  [Symbol.dispose] () { this.close() }
}

/** Virtual milliseconds since install. */
function now () {
  if (!installed) return real.performance.now()
  return following ? virtual + real.performance.now() - anchor : virtual
}

/** One turn of the event loop: all promises, nextTicks and immediates that were waiting have run. */
function turn () {
  return new Promise(resolve => real.setImmediate(resolve))
}

/**
 * Move time on. Only in lockstep.
 * @param {number} ms how far, 0 or more
 * @param {() => Promise<void>} settle what to await after each timer; default: one turn of the event loop
 */
async function advance (ms, settle = turn) {
  if (following) throw new Error('expected a clock in lockstep, found one that follows real time')
  const end = virtual + ms
  for (let timer = next(end); timer; timer = next(end)) {
    virtual = Math.max(virtual, timer.at)
    fire(timer, timer.at)
    await settle()
  }
  virtual = end
}

/** Follow the real clock at warp 1 (true), or stand still (false). Virtual time goes on from where it is. */
function setReal (on) {
  if (on === following) return
  virtual = now()
  anchor = real.performance.now()
  following = on
  arm()
}

function next (until) {
  let first = null
  for (const timer of queue.values()) {
    if (timer.at <= until && (!first || timer.at < first.at || (timer.at === first.at && timer.id < first.id))) first = timer
  }
  return first
}

function fire (timer, at) {
  if (timer.repeat) timer.at = at + timer.delay
  else queue.delete(timer.id)
  try {
    timer.callback(...timer.args)
  } catch (error) {
    // as node does: it reaches 'uncaughtException', and the other timers still run
    real.setImmediate(() => { throw error })
  }
}

function arm () {
  real.clearTimeout(alarm)
  alarm = null
  if (!following || queue.size === 0) return
  const first = next(Infinity)
  alarm = real.setTimeout(wake, Math.max(0, first.at - now()))
}

function wake () {
  const moment = now()
  const timer = next(moment + 1) // real timers may ring a fraction of a millisecond early
  if (timer) fire(timer, moment - timer.at > LONGEST_STALL ? moment : timer.at)
  arm()
}

function clear (timer) {
  if (timer instanceof Timer) timer.close()
  else if (queue.has(Number(timer))) queue.delete(Number(timer))
  else real.clearTimeout(timer) // made before install
}

/**
 * Take over this process's time. Call once, before any other module is required; later calls change nothing.
 * @param {{ realTime?: boolean }} options realTime: follow the real clock and date from the start
 */
function install ({ realTime = false } = {}) {
  if (installed) return module.exports
  installed = true
  if (realTime) dateBase = real.Date.now()
  patchTimers()
  patchDate()
  perfHooks.performance.now = now
  patchZlib()
  require('module').syncBuiltinESMExports()
  setReal(realTime)
  return module.exports
}

function patchTimers () {
  const setTimeout = (callback, delay, ...args) => new Timer(callback, delay, false, args)
  const setInterval = (callback, delay, ...args) => new Timer(callback, delay, true, args)
  setTimeout[promisify.custom] = (delay, value) => new Promise(resolve => setTimeout(resolve, delay, value))
  for (const target of [globalThis, timersModule]) Object.assign(target, { setTimeout, setInterval, clearTimeout: clear, clearInterval: clear })
  timersPromises.setTimeout = setTimeout[promisify.custom]
}

function patchDate () {
  const moment = () => Math.floor(dateBase + now())
  globalThis.Date = class Date extends real.Date {
    constructor (...args) {
      if (args.length) super(...args)
      else super(moment())
    }

    static now () { return moment() }
  }
}

function patchZlib () {
  for (const name of ['deflate', 'inflate', 'unzip', 'gzip', 'gunzip', 'deflateRaw', 'inflateRaw']) {
    const sync = zlib[name + 'Sync']
    zlib[name] = (buffer, options, callback = options) => {
      let result
      try {
        result = sync(buffer, options === callback ? undefined : options)
      } catch (error) {
        return callback(error)
      }
      callback(null, result)
    }
  }
}

module.exports = { install, advance, now, turn, setReal, real, get following () { return following } }
