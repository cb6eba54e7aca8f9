import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { STYLE } from './style.ts'
import type { Words } from './words.ts'

type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** The frame of every page that the Worker renders. The style is our own constant; everything else is escaped. */
export const page = ({
  title,
  lang,
  nonce,
  body,
}: {
  title: string
  lang: string
  nonce: string
  body: Html
}): Html => html`<!doctype html>
<html lang="${lang}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex, nofollow, noarchive" />
    <title>${title}</title>
    <link rel="icon" href="data:," />
    <style nonce="${nonce}">
      ${raw(STYLE)}
    </style>
  </head>
  <body>
    <main>${body}</main>
  </body>
</html>`

/** A page that only says something, and perhaps offers the form that opens the statement. */
export function messagePage(
  words: Words,
  nonce: string,
  message: { title: string; text: string; openAt?: string },
): Html {
  const form =
    message.openAt === undefined
      ? ''
      : html`<form method="post" action="${message.openAt}"><button type="submit">${words.open}</button></form>`
  return page({
    title: message.title,
    lang: words.locale,
    nonce,
    body: html`<div class="message"><h1>${message.title}</h1><p>${message.text}</p>${form}</div>`,
  })
}
