'use strict'
/**
 * The bot process: the one entry point `rpc(json) -> json` of everything that Python asks. Synchronous and short: long work is a job, whose events are
 * polled. Requests carry a client-made id; a repeated id gets the stored answer, so a retry is safe. Nothing here writes to stdout or stderr: stderr is the
 * transport.
 *
 *   hello                                          -> { protocol, node, mineflayer }
 *   connect host port control? token? username warp version -> { job }; `done` once in the world, at rest, with its surroundings loaded
 *   observe                                        -> { observed, blocks: { revision, sections } }
 *   act action deadline pace?                      -> { job }; `done` carries the outcome. pace: virtual ms per real ms meanwhile, instead of `warp`
 *   say text                                       -> {}; in lockstep it goes out with the next job
 *   recollect                                      -> { mind }: all that the bot knows and its body does besides what the server keeps; for a twin in a fork
 *   recall mind                                    -> {}: be that twin; only at rest
 *   cancel job                                     -> {}
 *   poll                                           -> { events, busy, tick }
 *   quit                                           -> {}
 *   anything wrong                                 -> { error: 'one line', code: 'request' | 'busy' | 'ended' | 'internal' }
 * Events: done, fail, end, error, chat; see jobs.js and session.js.
 */

require('module').enableCompileCache?.(require('path').join(__dirname, '..', 'node_modules', '.cache')) // starts 0.2 s earlier the second time
const clock = require('../clock').install()

const { createJobs, Busy } = require('./jobs')
const { OutOfStep } = require('./conductor')
const { connect, ServerGone, MESSAGE } = require('./session')
const { perform, ACTIONS } = require('./perform')
const { observed } = require('./observe')
const { recollect, recall } = require('./twin')

const PROTOCOL = 1
/** Events that are kept for the next poll; the oldest go first. */
const EVENTS = 5000
/** Answers that are kept for a retry. */
const ANSWERS = 64

/** What is never said: commands, and what servers take in no message. */
const UNSAID = /^\s*\/|[\0-\x1f\x7f\u00a7]/ // eslint-disable-line no-control-regex

/** A request that makes no sense. */
class BadRequest extends Error {}

const events = []
const answers = new Map()
let session = null

function push (event) {
  events.push(event)
  if (events.length > EVENTS) events.shift()
}

const jobs = createJobs(push, error => error instanceof OutOfStep || error instanceof ServerGone ? 'server' : 'internal')

process.on('SIGINT', () => {}) // Python decides
process.stdin.on('end', () => process.exit(0)) // our owner is gone
console.log = (...words) => push({ type: 'error', error: words.join(' ').slice(0, 1000) }) // the protocol tells of broken packets there
process.on('uncaughtException', error => push({ type: 'error', error: String(error?.stack ?? error) }))
process.on('unhandledRejection', error => push({ type: 'error', error: String(error?.stack ?? error) }))

const operations = {
  hello: () => ({ protocol: PROTOCOL, node: process.version, mineflayer: require('mineflayer/package.json').version }),

  connect (request) {
    if (session) throw new BadRequest('this process has its bot already')
    return { job: jobs.start(async job => { session = await connect(request, push, job) }) }
  },

  observe () {
    const { sight, time } = inWorld()
    if (!time.pausable && !jobs.busy) sight.look()
    return { observed: observed(session), blocks: sight.update() }
  },

  act ({ action, deadline, pace }) {
    inWorld()
    if (!ACTIONS[action?.op]) throw new BadRequest(`expected one of ${Object.keys(ACTIONS).join(', ')}, found ${action?.op}`)
    return { job: jobs.start(job => session.time.run(perform(session, action, deadline, job), pace)) }
  },

  say ({ text }) {
    const { bot } = inWorld()
    if (typeof text !== 'string' || !text || text.length > MESSAGE || UNSAID.test(text)) {
      throw new BadRequest(`expected a line of 1 to ${MESSAGE} characters that is no command, found ${JSON.stringify(text)?.slice(0, 80)}`)
    }
    bot.chat(text)
    return {}
  },

  recollect: () => ({ mind: recollect(inWorld()) }),

  recall ({ mind }) {
    recall(inWorld(), mind)
    return {}
  },

  cancel ({ job }) {
    jobs.cancel(job)
    return {}
  },

  poll: () => ({ events: events.splice(0), busy: jobs.busy, tick: session?.time.tick ?? 0 }),

  quit () {
    session?.end()
    clock.real.setTimeout(() => process.exit(0), 50) // let the answer and the last packets out
    return {}
  }
}

function inWorld () {
  if (!session) throw new BadRequest('not connected')
  if (session.ended) throw new ServerGone(session.ended)
  return session
}

function codeOf (error) {
  if (error instanceof BadRequest) return 'request'
  if (error instanceof Busy) return 'busy'
  return error instanceof ServerGone ? 'ended' : 'internal'
}

/**
 * @param {string} json a request: { id, op, ... }
 * @returns {string} its answer
 */
function rpc (json) {
  let answer
  try {
    const request = JSON.parse(json)
    if (answers.has(request.id)) return answers.get(request.id)
    try {
      if (!Object.hasOwn(operations, request.op)) throw new BadRequest(`expected one of ${Object.keys(operations).join(', ')}, found ${request.op}`)
      answer = JSON.stringify(operations[request.op](request))
    } catch (error) {
      answer = JSON.stringify({ error: String(error.message), code: codeOf(error) })
    }
    answers.set(request.id, answer)
    if (answers.size > ANSWERS) answers.delete(answers.keys().next().value)
  } catch (error) {
    answer = JSON.stringify({ error: `expected a JSON object, found ${String(error.message)}`, code: 'request' })
  }
  return answer
}

module.exports = { rpc }
