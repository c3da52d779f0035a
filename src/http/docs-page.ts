/** The little of an OpenAPI document that the page shows. */
type Content = { readonly [type: string]: { readonly schema?: unknown } };
type Operation = {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: { readonly [status: string]: { readonly content?: Content } };
};
type Paths = { readonly [path: string]: { readonly [method: string]: Operation } };

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const shapes = (title: string, content: Content = {}): string =>
  Object.entries(content)
    .map(
      ([type, { schema }]) =>
        `<h3>${escaped(title)} <small>${escaped(type)}</small></h3><pre>${escaped(JSON.stringify(schema ?? {}, undefined, 2))}</pre>`,
    )
    .join('');

const operationHtml = (path: string, method: string, operation: Operation): string => {
  const { summary = '', description, parameters = [], requestBody, responses = {} } = operation;
  const asked = parameters.map(
    ({ name, in: where, required }) =>
      `<li><code>${escaped(name)}</code> in ${where}${required === true ? ', required' : ''}</li>`,
  );
  // A repeat is answered in the shape of the first time, and problems are alike everywhere.
  const [answer] = Object.entries(responses).filter(([status]) => status !== 'default');
  const head = `<summary><b class="${method}">${method.toUpperCase()}</b> <code>${escaped(path)}</code> ${escaped(summary)}</summary>`;
  const about = description === undefined ? '' : `<p>${escaped(description)}</p>`;
  const body = shapes('Body', requestBody?.content);
  const answered = answer === undefined ? '' : shapes('Answer', answer[1].content);
  return `<details>${head}${about}<ul>${asked.join('')}</ul>${body}${answered}</details>`;
};

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
details{border-bottom:1px solid #ddd;padding:.5rem 0}summary{cursor:pointer}pre{background:#f6f6f6;padding:1rem;overflow:auto}
h3{font-size:1rem;margin:.5rem 0}small{color:#666;font-weight:400}
b{display:inline-block;width:4.5rem}.get{color:#06c}.post{color:#080}.put{color:#a60}.delete{color:#c00}`;

/** A page that lists every route with its parameters and bodies, made from the OpenAPI document. */
export const docsPage = (document: { readonly paths?: unknown }): string => {
  const paths = (document.paths ?? {}) as Paths;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationHtml(path, method, operation)),
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Lotus Ledger</title><style>${style}</style>
<h1>Lotus Ledger</h1><p>The same document for machines: <a href="/openapi.json">/openapi.json</a></p>${operations.join('\n')}</html>`;
};
