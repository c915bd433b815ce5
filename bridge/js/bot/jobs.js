'use strict'
/** Long work, one piece at a time: started by a request, ended by an event. */

const { interrupted } = require('./stop')

/** A request that came while a job was in flight. */
class Busy extends Error {}

/**
 * @param {(event: object) => void} push where `done` and `fail` go
 * @param {(error: Error) => string} codeOf which side an error is on: 'server' or 'internal'
 */
function createJobs (push, codeOf) {
  let last = 0
  let current = null

  /**
   * Start work that ends by itself, or is stopped: `work` learns of it at its next `check`.
   * @param {(job: object) => Promise<object | undefined>} work
   * @returns {number} the job's number
   */
  function start (work) {
    if (current) throw new Busy(`job ${current.id} is in flight`)
    const job = createJob(++last)
    current = job
    work(job).then(
      outcome => push({ type: 'done', job: job.id, outcome: outcome ?? null }),
      error => push({ type: 'fail', job: job.id, error: String(error?.message ?? error), code: codeOf(error) })
    ).finally(() => { current = null })
    return job.id
  }

  function cancel (id) {
    if (current?.id === id) current.stop(interrupted(null, 'cancelled'))
  }

  return { start, cancel, get busy () { return current !== null } }
}

function createJob (id) {
  let stopped = null
  return {
    id,
    /** The first reason counts; but death ends all. */
    stop (reason) { if (!stopped || reason.reason === 'died') stopped = reason },
    /** Until which tick it may go on. */
    deadline: Infinity,
    /** Whether it goes on in pain. */
    bears: false,
    /** While the body comes to rest nothing interrupts. */
    settling: false,
    /** Throws what it was stopped by. */
    check (tick) {
      if (this.settling) return
      if (tick >= this.deadline) this.stop(interrupted('timeout', 'the deadline passed'))
      if (stopped) throw stopped
    },
    get stopped () { return stopped }
  }
}

module.exports = { createJobs, Busy }
