// Holds every answer of the server against the OpenAPI document that it serves itself.
import assert from 'node:assert/strict'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const readinessStatus = 503 // /readyz tells this one in its own words

export class Contract {
  constructor(document) {
    this.document = document
    this.ajv = new Ajv({ strict: false, allErrors: true })
    addFormats(this.ajv)
    this.ajv.addSchema(document, 'api')
    this.templates = Object.keys(document.paths).map((template) => ({
      template,
      pattern: new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    }))
  }

  /** The documented operation that a request reaches: {operation, template}, or null. */
  find(method, path) {
    const bare = path.split('?')[0]
    const found =
      this.templates.find(({ template }) => template === bare) ??
      this.templates.find(({ pattern }) => pattern.test(bare))
    const operation = found && this.document.paths[found.template][method.toLowerCase()]
    return operation ? { operation, template: found.template } : null
  }

  check(method, path, answer) {
    const found = this.find(method, path)
    const isReadiness = found?.template === '/readyz' && answer.status === readinessStatus
    if (answer.status >= 400 && !isReadiness) this.#checkProblem(answer, `${method} ${path}`)
    if (!found) return

    const what = `${method} ${found.template} ${answer.status}`
    const status = found.operation.responses[answer.status] ? String(answer.status) : 'default'
    assert.ok(status !== 'default' || answer.status >= 400, `${what} is not documented`)
    const inline = ['paths', found.template, method.toLowerCase(), 'responses', status]
    const { response, path: at } = this.#resolve(found.operation.responses[status], inline)
    if (!response.content) {
      assert.equal(answer.text, '', `${what} has a body`)
      return
    }
    const type = (answer.headers['content-type'] ?? '').split(';')[0]
    if (response.content[type] && /[/+]json$/.test(type)) {
      this.#assertValid([...at, 'content', type, 'schema'], answer.json, what)
    } else {
      assert.ok(response.content[type] ?? response.content['*/*'], `${what} answers ${type}`)
    }
  }

  #checkProblem(answer, what) {
    const type = answer.headers['content-type']
    assert.equal(type, 'application/problem+json', `${what} ${answer.status}: ${answer.text}`)
    this.#assertValid(['components', 'schemas', 'Problem'], answer.json, `problem of ${what}`)
    assert.equal(answer.json.status, answer.status, what)
  }

  #resolve(node, inline) {
    if (!node.$ref) return { response: node, path: inline }
    const path = node.$ref.slice('#/'.length).split('/')
    return { response: path.reduce((at, part) => at[part], this.document), path }
  }

  #assertValid(path, value, what) {
    const pointer = path.map((part) =>
      encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1')),
    )
    const validate = this.ajv.getSchema(`api#/${pointer.join('/')}`)
    assert.ok(validate, `the document has no schema at ${path.join(' ')}`)
    assert.ok(
      validate(value),
      `${what} breaks its contract: ${this.ajv.errorsText(validate.errors)}\n${shortened(value)}`,
    )
  }
}

function shortened(value) {
  const text = JSON.stringify(value)
  return text.length > 2000 ? `${text.slice(0, 2000)}...` : text
}
