"""The pages, made on the server; a page is one file here and one template.

How a page is added. Put `pages/NAME.py` beside the others: a `router` with its routes, and a
`place` that says where it stands in the menu; then `templates/NAME.html.j2`, which extends
`layout.html.j2`. The folder is the list: nothing else is edited.

    place = Place("anchors", "Anchors", icon="quote", of_site=True, order=40)
    router = APIRouter()

    @router.get("/c/{client}/s/{domain}/anchors")
    def anchors(request: Request, asked: Reads, domain: str) -> Response:
        found = anchor_mix(asked.workspace, domain)  # one verb
        return page(request, asked, "anchors.html.j2", domain=domain, found=found)

* Routes are plain functions: they run in threads, and `asked.workspace` is theirs for the request.
  Addresses: `/c/{client}/NAME` for the client, `/c/{client}/s/{domain}/NAME` for one of its sites.
* A change is a form: `<form method="post">{{ ui.guard() }}...` (or `ui.press`, one button);
  its route takes `asked: Writes` and `form: Posted` and ends with
  `after(request, address, "What was done.", Undo(action, fields))`. Sentences at fields: pass
  `errors={field: sentence}`, `typed=form.as_typed()` (see pages/sites.py); `ui.field` shows both.
* Everything works without a script; `data-...` attributes that static/app.js knows make it better.
  No `style=`, no inline script: the policy forbids them. Widths and heights are SVG attributes.
* Verbs raise their errors; the shell turns NotFound into a page 404, Refused 403, BadInput 400.
* `ui` (templates/ui.html.j2, imported by the layout) has what pages are made of: icon, cards, card,
  listing (sort, columns, pager, export; its rows are a `Listing`), filters, field, choice, tick,
  menu, dialog, empty, note, badge, delta, spark, out (a link to the web), help (leads to Methods).
* Files: `document_response(path, media_type)` of documents.py shows or saves a kept report.
* Charts: `{{ section(one) }}` shows a section of `logic/reports`, or a list of its blocks, as
  HTML with a table behind each chart (app/shown.py gives sections of documents).
* Numbers and dates in the user's locale: `{{ n | count }}`, `{{ x | number(1) }}`,
  `{{ part | share }}`, `{{ on | day }}`, `{{ at | moment }}`, `{{ x | signed(1) }}`,
  `{{ n | plural("link") }}`. Texts from the web: `<bdi>{{ text | shown }}</bdi>`.
"""

from __future__ import annotations

from backlinkbot.interfaces.web.page import after, page
from backlinkbot.interfaces.web.places import Place

__all__ = ["Place", "after", "page"]
