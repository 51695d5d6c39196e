// Holds traffic with Daily's REST API against its own OpenAPI description, which is not part of this
// repository: VUEDEO_DAILY_OPENAPI names the file. Without it nothing is checked.
import { readFileSync } from 'node:fs'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'

const path = process.env.VUEDEO_DAILY_OPENAPI

export class DailyDescription {
  /** The description, or null. */
  static load() {
    return path ? new DailyDescription(JSON.parse(readFileSync(path, 'utf8'))) : null
  }

  constructor(document) {
    this.document = document
    this.ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateSchema: false })
    addFormats(this.ajv)
    this.ajv.addSchema(document, 'daily')
  }

  /** What is wrong with one request and its answer: a list of texts. */
  faults({ method, path, query, body, status, answer }) {
    const found = Object.keys(this.document.paths).find((template) =>
      new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
    )
    const operation = found && this.document.paths[found][method.toLowerCase()]
    if (!operation) return [`${method} ${path}: not described`]
    const what = `${method} ${found}`
    const at = ['paths', found, method.toLowerCase()]
    const known = (operation.parameters ?? []).filter((one) => one.in === 'query')
    const faults = [...new URLSearchParams(query).keys()]
      .filter((name) => !known.some((parameter) => parameter.name === name))
      .map((name) => `${what}: unknown parameter ${name}`)
    const content = ['content', 'application/json', 'schema']
    if (body && operation.requestBody) {
      faults.push(...this.#check(`${what} request`, [...at, 'requestBody', ...content], body))
    } else if (body) {
      faults.push(`${what}: has a body`)
    }
    const described = operation.responses[200]?.content?.['application/json']?.schema
    if (status === 200 && !described) return faults // an example is all there is
    // Refusals other than 400 are not described for each route; all have the form of that one.
    const where = status === 200 ? [...at, 'responses', '200'] : ['components', 'responses', '400']
    faults.push(...this.#check(`${what} ${status}`, [...where, ...content], JSON.stringify(answer)))
    return faults
  }

  #check(what, path, text) {
    const escape = (part) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'))
    const validate = this.ajv.getSchema(`daily#/${path.map(escape).join('/')}`)
    if (!validate) return [`${what}: no schema at ${path.join(' ')}`]
    const value = JSON.parse(text)
    return validate(value) ? [] : [`${what}: ${this.ajv.errorsText(validate.errors)} in ${text}`]
  }
}
