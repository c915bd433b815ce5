'use strict'
/** What went wrong, one line of JSON each on stderr: {"error":"message","where":"...","stack":"..."}. The server goes on. */

/**
 * @param {string} where which part it happened in
 * @param {unknown} error
 */
function report (where, error) {
  const { message = String(error), stack = '' } = error ?? {}
  process.stderr.write(JSON.stringify({ error: message, where, stack }) + '\n')
}

/** The same function, but what it throws is reported and answered with undefined. */
function guarded (where, fn) {
  return function (...args) {
    try {
      return fn.apply(this, args)
    } catch (error) {
      report(where, error)
    }
  }
}

module.exports = { report, guarded }
