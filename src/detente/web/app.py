"""The application of one chair: from a request to a page's function in the desk's thread, and back to HTML or JSON.

What happens to a request, in this order:

1. size and headers; static files and the stream of news end here
2. the language: of the account, else of the cookie, else of the browser
3. for a form: the body is read, bounded; where it comes from; its token
4. in the desk's thread: who asks; whether the account may; the page's function; rendering
5. security headers on everything that leaves
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from urllib.parse import quote

import msgspec
from starlette.applications import Starlette
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from detente.errors import N_, CallerError, DetenteError, FormatError, StoreError
from detente.i18n import LANGUAGES
from detente.node import clicks
from detente.node.accounts import Attempt
from detente.node.looks import Looks
from detente.node.roles import CAPABILITY_WORDS, Capability, Forbidden
from detente.node.tables import seconds
from detente.views.base import View
from detente.web.desk import Desk, NoTurn
from detente.web.guard import SIGNED_IN, Forms, Guard, check_origin
from detente.web.language import capital
from detente.web.pages import (
    Answer,
    Ask,
    Moved,
    NoSuchPage,
    NotAllowed,
    Page,
    Sent,
    Shown,
    SignedOut,
    TooOld,
    address,
    local_address,
    nothing_here,
)
from detente.web.passwords import Passwords, begin
from detente.web.security import LOOPBACK, KnownHosts, Pace, Paced, SaidTooLarge, SecurityHeaders, refusal
from detente.web.templating import FOLDER, environment
from detente.web.verifier.serving import verifier

_LOG: Final = logging.getLogger("detente.web")

BODY_BYTES: Final = 64 * 1024 * 1024
"""The largest form: two containers of the largest size, or one attachment of 50 MB with its form."""

PART_BYTES: Final = 1024 * 1024
"""The largest field of a form that is no file; an entry's line is bounded by the same."""

MOST_FILES: Final = 32
"""Files in one form."""

KEEP_ALIVE: Final = 20
"""Seconds between two signs of life on the stream of news, below what proxies cut off."""

THEMES: Final = ("light", "dark")


@dataclass
class Chair:
    """Where one sits: whose pages these are.

    Attributes:
        name: what tells this chair's cookies apart from those of other chairs on the same host.
        kind: party, host or public.
        layout: what surrounds every page: computes the values of base.html from an Ask.
        pages: the table of pages.
        guard: how it knows who asks.
        chairs: in an exercise, the addresses of all chairs, by name.
        secure: whether cookies travel over TLS only.
        open_seats: an exercise in which one sits down without a password.
        hosts: the names, without a port, by which browsers may call this server.
        pace: how many requests one client may make.
    """

    name: str
    kind: str
    pages: Sequence[Page]
    guard: Guard
    layout: Callable[[Ask], Mapping[str, Any]]
    chairs: Mapping[str, str] = field(default_factory=dict)
    secure: bool = False
    open_seats: bool = False
    hosts: Collection[str] = LOOPBACK
    pace: Pace = field(default_factory=Pace)


class Failure(View, frozen=True):
    """What went wrong, as JSON: the sentence in English, its template, and what to do next."""

    error: str
    template: str
    hint: str | None


def create_app(desk: Desk[Any], chair: Chair, secret: bytes | None = None) -> ASGIApp:
    """The application of a chair.

    Args:
        secret: for the tokens of forms, where several processes serve one node (`Forms`).
    """
    server = _Server(desk, chair, secret)
    routes: list[Any] = [
        Mount("/static", StaticFiles(directory=FOLDER / "static"), name="static"),
        Route("/live", server.live),
        Route("/verify.html", verifier),
        Route("/favicon.ico", _mark),
    ]
    # Twins first: the last part of an address may be anything, so it would take ".json" for a part of it.
    routes += [
        Route(twin_of(page.path), server.endpoint(page, twin=True), methods=["GET"]) for page in chair.pages if page.view is not None
    ]
    routes += [Route(page.path, server.endpoint(page, twin=False), methods=[page.method]) for page in chair.pages]
    routes += [
        Route("/language/{language}", server.choose_language, methods=["POST"]),
        Route("/theme/{theme}", server.choose_theme, methods=["POST"]),
        Route("/openapi.json", server.description),
    ]
    handlers: Any = {HTTPException: server.http_error, NoTurn: server.no_turn, Exception: server.crash}
    app = Starlette(routes=routes, exception_handlers=handlers, max_body_size=BODY_BYTES)
    smaller = GZipMiddleware(SaidTooLarge(app), minimum_size=1000, compresslevel=6, exclude_content_types=NOT_COMPRESSED)
    return SecurityHeaders(KnownHosts(Paced(smaller, pace=chair.pace), names=chair.hosts), secure=chair.secure)


NOT_COMPRESSED: Final = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/json", "application/octet-stream", "application/pdf")
"""What gains nothing, and what has no padding: how far a page shrinks could tell what stands on it beside words of somebody else's
choice (the attack called BREACH), so every page ends with a comment of random length (`padding`); JSON and files have none."""


def twin_of(path: str) -> str:
    """Where the JSON of a page is."""
    return "/index.json" if path == "/" else path + ".json"


class _Server:
    """What the endpoints of one chair share."""

    def __init__(self, desk: Desk[Any], chair: Chair, secret: bytes | None) -> None:
        self.desk = desk
        self.is_one_of_many = secret is not None
        self.chair = chair
        self.forms = Forms(secret)
        self.passwords = Passwords()
        self.templates = environment()
        self.templates.globals["static"] = _static

    # ---- pages ----

    def endpoint(self, page: Page, *, twin: bool) -> Callable[[Request], Any]:
        """What Starlette calls for a page."""

        async def answer(request: Request) -> Response:
            try:
                response = await self._answer(page, request, twin=twin)
            finally:
                await request.close()  # what was uploaded
            _forget_said(request, response, self.chair.name)
            return response

        return answer

    async def _answer(self, page: Page, request: Request, *, twin: bool) -> Response:
        """One request, its body read; a form is looked at first, and waits for its turn."""
        ask, session = await self._ask(request), self._session(request)
        ask.shows_again = page.shows_again
        if page.method != "POST":
            return (await self.desk.read(self._serve, page, ask, session, twin))[0]
        try:
            check_origin(request.headers)
        except NotAllowed as error:
            return await self._fail(ask, error, 403, twin=twin)
        if ask.again:
            return (await self.desk.read(self._serve, page, ask, session, twin))[0]
        try:
            name = self.forms.check(ask.form.get("fresh", ""), session)
        except TooOld as error:
            return await self.desk.read(self._too_old, page, ask, session, error)
        async with self.forms.turn(name):
            return await self._take(page, ask, session, name)

    async def _take(self, page: Page, ask: Ask, session: str, name: str) -> Response:
        """A form in its turn: what came of it before, or what comes of it now."""
        before = self.forms.outcome(name)
        if before is not None:
            return self._go(before)
        if page.password is not None:
            ask.tried = await self.passwords.look(await self.desk.run(self._begin_password, page, ask, session))
        response, moved = await self.desk.run(self._serve_once, page, ask, session, name)
        if moved is not None:
            self.forms.remember(name, moved)
            if moved.rings is not None:
                await self.desk.ring(dict(moved.rings))
        return response

    def _begin_password(self, node: Any, page: Page, ask: Ask, session: str) -> Attempt | Exception | None:
        """In the desk's thread: who may not use this page tries no password on it."""
        self._seat(node, ask, session)
        return None if page.needs and page.needs not in ask.may else begin(node, page, ask)

    def _serve_once(self, node: Any, page: Page, ask: Ask, session: str, name: str) -> tuple[Response, Moved | None]:
        """In the desk's thread: what came of a form in another process before, or what comes of it now."""
        before = clicks.outcome_of(node.store, name) if self.is_one_of_many else None
        if before is not None:
            return self._go(Moved(**msgspec.json.decode(before, type=dict[str, Any]))), None
        response, moved = self._serve(node, page, ask, session, twin=False)
        if moved is not None and self.is_one_of_many and not moved.cookies:  # a session is nobody's but the browser's
            kept = {"to": moved.to, "said": moved.said, "values": dict(moved.values), "refused": moved.refused}
            clicks.keep_outcome(node.store, name, msgspec.json.encode(kept, enc_hook=str), seconds(node.clock()))
        return response, moved

    async def _form(self, request: Request) -> FormData:
        """The form of a request, bounded; what is too large is said to be."""
        if request.method != "POST":
            return FormData()
        try:
            return await request.form(max_files=MOST_FILES, max_fields=512, max_part_size=PART_BYTES)
        except HTTPException as error:
            too_much = "maximum" in str(error.detail).lower()
            raise HTTPException(413 if too_much else error.status_code) from error

    async def _ask(self, request: Request) -> Ask:
        """Everything of a request, read before the desk is troubled."""
        form = await self._form(request)
        fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        lists: dict[str, list[str]] = {}
        files: dict[str, list[UploadFile]] = {}
        for name, value in form.multi_items() if request.method == "POST" else request.query_params.multi_items():
            if isinstance(value, str):
                lists.setdefault(name, []).append(value)
            elif value.filename:
                files.setdefault(name, []).append(value)
        return Ask(
            node=None, path=request.url.path, names=request.path_params, query=dict(request.query_params), form=fields, lists=lists,
            files=files, language=self._language(request), address=address(request.url.path, dict(request.query_params)),
            method=request.method, said=_said(request, self.chair.name), theme=_theme(request, self.chair.name), client=_client(request),
            agent=request.headers.get("user-agent", "")[:256], host=request.headers.get("host", ""),
            scheme="https" if self.chair.secure else request.url.scheme, visit=_is_visit(request),
        )  # fmt: skip

    def _serve(self, node: Any, page: Page, ask: Ask, session: str, twin: bool) -> tuple[Response, Moved | None]:  # noqa: FBT001
        """In the desk's thread."""
        self._seat(node, ask, session)
        try:
            if page.needs and page.needs not in ask.may:
                if ask.account is None and not twin and page.method == "GET":
                    return self._go(Moved(address("/sign-in", {"next": ask.address}))), None
                if ask.account is None and page.method == "POST":
                    raise _signed_out()
                raise _needs(page.needs)
            answer = page.show(ask)
            if isinstance(answer, Shown) and answer.opens is not None and ask.account is not None and ask.visit and not twin:
                Looks(node.store).open(ask.account.id, *answer.opens)
            return self._respond(answer, ask, twin=twin), answer if isinstance(answer, Moved) else None
        except NoSuchPage as error:
            return self._failure(ask, error, 404, twin=twin), None
        except (NotAllowed, Forbidden) as error:
            return self._failure(ask, error, 403, twin=twin), None
        except (StoreError, OSError, sqlite3.Error) as error:
            _LOG.error("the store of the node failed: %s %s", ask.method, ask.path, exc_info=error)
            hidden = DetenteError(N_("something is wrong with what this node keeps; its administrator finds more in the log of the server"))
            return self._failure(ask, hidden, 500, twin=twin), None
        except DetenteError as error:
            return self._failure(ask, error, 400 if isinstance(error, CallerError | FormatError) else 409, twin=twin), None

    def _seat(self, node: Any, ask: Ask, session: str) -> None:
        """Who asks, in which language, as it stands now."""
        ask.node, ask.open_seats = node, self.chair.open_seats
        who = self.chair.guard.who(node, session)
        ask.account, ask.may, ask.session = who.account, who.may, who.session
        if who.account is not None and who.account.language in LANGUAGES:
            ask.language = who.account.language
        ask.fresh = self.forms.fresh(session)

    def _too_old(self, node: Any, page: Page, ask: Ask, session: str, error: TooOld) -> Response:
        """A form whose token does not fit, in the desk's thread: most often because whoever filled it in was signed out meanwhile."""
        self._seat(node, ask, session)
        return self._failure(ask, _signed_out() if page.needs and ask.account is None else error, 403, twin=False)

    def _respond(self, answer: Answer, ask: Ask, *, twin: bool) -> Response:
        if isinstance(answer, Moved):
            if twin and answer.said is not None:  # what a person is led to is no value of what was asked for
                return self._failure(ask, NoSuchPage(answer.said, **answer.values), 404, twin=True)
            return self._go(answer)
        if isinstance(answer, Sent):
            headers = {"content-disposition": _disposition(answer)}
            if answer.policy is not None:
                headers["content-security-policy"] = answer.policy
            return Response(answer.content, media_type=answer.media_type, headers=headers)
        if twin:
            return _json(answer.view, answer.status)
        return self._page(answer, ask)

    def _page(self, shown: Shown, ask: Ask) -> Response:
        values = {
            **self.chair.layout(ask), "chair": self.chair, "ask": ask, "view": shown.view,
            "twin": twin_of(ask.path) if ask.method == "GET" else None,
            "news": self.desk.bell.count, "writing": None, "title": capital(ask.t.gettext(shown.title, **shown.values)), **shown.more,
        }  # fmt: skip
        text = self.templates.get_template(shown.template).render(values)
        return Response(text, status_code=shown.status, media_type="text/html")

    async def _fail(self, ask: Ask, error: DetenteError, status: int, *, twin: bool = False) -> Response:
        """An answer to what never came as far as a page."""

        def show(node: Any) -> Response:
            ask.node = node
            return self._failure(ask, error, status, twin=twin)

        return await self.desk.read(show)

    def _failure(self, ask: Ask, error: DetenteError, status: int, *, twin: bool) -> Response:
        failure = Failure(error=str(error), template=error.template, hint=None if error.hint is None else error.hint % error.params)
        if twin:
            return _json(failure, status)
        title = N_("There is nothing here") if status == 404 else N_("This was not done")
        more: dict[str, Any] = {"failed": error, "status": status}
        if isinstance(error, SignedOut | TooOld):
            more["signed_out"] = isinstance(error, SignedOut)
            more["typed"] = typed_in(ask) if ask.shows_again else ()
            more["files_lost"] = bool(ask.files)
        return self._page(Shown("failure.html", failure, title, more=more, status=status), ask)

    def _go(self, moved: Moved) -> Response:
        response = RedirectResponse(moved.to, status_code=303)
        if moved.said is not None:
            self._cookie(response, "said", json.dumps([moved.said, {**moved.values, **({"refused": 1} if moved.refused else {})}]), 60)
        for name, value in moved.cookies.items():
            self._cookie(response, name, value, None if value is not None else 0)
        return response

    # ---- who, and in which language ----

    def _session(self, request: Request) -> str:
        return request.cookies.get(f"{self.chair.name}-session", "")

    def _language(self, request: Request) -> str:
        chosen = request.query_params.get("lang") or request.cookies.get(_cookie_name("language", self.chair.name))
        if chosen in LANGUAGES:
            return str(chosen)
        for part in request.headers.get("accept-language", "").split(","):
            language = part.partition(";")[0].partition("-")[0].strip().lower()
            if language in LANGUAGES:
                return language
        return "en"

    def _cookie(self, response: Response, name: str, value: str | None, seconds: int | None) -> None:
        full = _cookie_name(name, self.chair.name)
        if value is None:
            response.delete_cookie(full, path="/")
            return
        response.set_cookie(
            full, value.encode("utf-8").hex() if name == "said" else value, max_age=seconds, path="/", httponly=True, samesite="strict",
            secure=self.chair.secure,
        )  # fmt: skip

    async def choose_language(self, request: Request) -> Response:
        """Keep the language for this browser."""
        return await self._choose(request, "language", request.path_params["language"], LANGUAGES)

    async def choose_theme(self, request: Request) -> Response:
        """Keep light or dark for this browser."""
        return await self._choose(request, "theme", request.path_params["theme"], THEMES)

    async def _choose(self, request: Request, name: str, value: str, known: Sequence[str]) -> Response:
        ask = await self._ask(request)
        try:
            check_origin(request.headers)
            if value not in known:
                raise nothing_here()
        except DetenteError as error:
            return await self._fail(ask, error, 403 if isinstance(error, NotAllowed) else 404)
        # From a form that somebody is filling in: it goes on to its own page with all that was typed, and comes back in the other language.
        again = ask.form.get("again")
        response = RedirectResponse(local_address(again or ask.form.get("back", "/")), status_code=307 if again else 303)
        self._cookie(response, name, value, 365 * 86400)
        return response

    # ---- news ----

    async def live(self, request: Request) -> Response:
        """News of this chair as server-sent events; only for who may read."""

        def may_read(node: Any) -> bool:
            return "read" in self.chair.guard.who(node, self._session(request)).may

        if not await self.desk.read(may_read):
            return Response(status_code=403)
        return StreamingResponse(self._news(request), media_type="text/event-stream", headers={"cache-control": "no-store"})

    async def _news(self, request: Request) -> AsyncIterator[str]:
        """What is new since the page was made, or since the stream broke off: both name the last that they know."""
        bell = self.desk.bell
        known = request.headers.get("last-event-id") or request.query_params.get("after") or str(bell.count)
        queue = bell.listen()
        try:
            yield f"retry: 2000\nid: {bell.count}\n\n"
            if known != str(bell.count):  # more, or another number after the server was started anew
                yield f"data: {json.dumps({'count': bell.count})}\n\n"
            while not await request.is_disconnected():
                news = None
                with contextlib.suppress(TimeoutError):
                    news = await asyncio.wait_for(queue.get(), KEEP_ALIVE)
                yield ": still here\n\n" if news is None else f"id: {news['count']}\ndata: {json.dumps(news)}\n\n"
        finally:
            self.desk.bell.leave(queue)

    # ---- the rest ----

    async def description(self, _request: Request) -> Response:
        """The JSON interface in OpenAPI's words."""
        from detente.web.openapi import describe  # noqa: PLC0415 - few ever ask

        return Response(json.dumps(describe(self.chair.pages)), media_type="application/json")

    async def http_error(self, request: Request, error: HTTPException) -> Response:
        """What Starlette refuses by itself: no such address, wrong method, too large."""
        sentences = {
            404: N_("The address is mistyped, or what it named is not there any more."),
            405: N_("this address does not take that"),
            413: N_("this is too large to be taken"),
        }
        failure = CallerError(sentences.get(error.status_code, N_("this could not be read")))
        ask = without_body(request, self._language(request), _theme(request, self.chair.name))
        return await self._fail(ask, failure, error.status_code, twin=request.url.path.endswith(".json"))

    async def crash(self, request: Request, error: Exception) -> Response:
        """A fault of ours: said plainly, without its insides."""
        _LOG.error("a page failed: %s %s", request.method, request.url.path, exc_info=error)
        ask = without_body(request, self._language(request), _theme(request, self.chair.name))
        failure = DetenteError(N_("this page has failed; that is a fault of the program, and nothing of the record was lost by it"))
        try:
            return await self._fail(ask, failure, 500, twin=request.url.path.endswith(".json"))
        except NoTurn as why:
            return await self.no_turn(request, why)

    async def no_turn(self, request: Request, error: NoTurn) -> Response:
        """Other processes hold the node for long, or its database does not answer: no page can be made."""
        _LOG.error("no turn: %s", error)
        return refusal(request.scope, 503, N_("The record cannot be reached at the moment; nothing was done. Try again in a minute."))


def without_body(request: Request, language: str, theme: str) -> Ask:
    """An Ask for a request whose body was not read."""
    return Ask(node=None, path=request.url.path, names={}, query={}, language=language, address=request.url.path, theme=theme)


def _needs(right: str) -> NotAllowed:
    """What is raised where an account lacks a right."""
    if right == SIGNED_IN:
        return NotAllowed(N_("nobody is signed in"))
    return NotAllowed(
        N_("this account may not do this: it needs the right %(right)s"), right=DetenteError(CAPABILITY_WORDS[Capability(right)])
    )


def _signed_out() -> SignedOut:
    return SignedOut(N_("You are signed out; nothing was done."))


def typed_in(ask: Ask) -> list[tuple[str, str]]:
    """What was typed into a form, to be sent once more from another page."""
    return [(name, value) for name, values in ask.lists.items() if name not in {"again", "fresh"} for value in values]


def _json(view: msgspec.Struct, status: int = 200) -> Response:
    return Response(msgspec.json.format(msgspec.json.encode(view), indent=1), status_code=status, media_type="application/json")


def _disposition(sent: Sent) -> str:
    """How a file is to be kept; a name in any script goes as RFC 6266 has it."""
    plain = "".join(character if character.isascii() and (character.isalnum() or character in "._-") else "_" for character in sent.name)
    return f"{'inline' if sent.inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(sent.name, safe='')}"


def _cookie_name(name: str, chair: str) -> str:
    """Browsers keep cookies by host, not by port: language and theme go with a person to all chairs of a table, all else does not."""
    return f"detente-{name}" if name in {"language", "theme"} else f"{chair}-{name}"


def _is_visit(request: Request) -> bool:
    """Whether a person comes to a page; not the script of a page that fetches it anew."""
    return request.headers.get("sec-fetch-mode", "navigate") == "navigate"


def _said(request: Request, chair: str) -> tuple[str, dict[str, Any]] | None:
    """What was done just before, as the last answer left it."""
    raw = request.cookies.get(f"{chair}-said")
    if raw is None or not _is_visit(request):
        return None
    try:
        message, values = msgspec.json.decode(bytes.fromhex(raw), type=tuple[str, dict[str, str | int]])
    except (ValueError, RecursionError):
        return None
    return message, values


def _forget_said(request: Request, response: Response, chair: str) -> None:
    if f"{chair}-said" in request.cookies and response.status_code != 303 and _is_visit(request):
        response.delete_cookie(f"{chair}-said", path="/")


def _theme(request: Request, chair: str) -> str:
    chosen = request.cookies.get(_cookie_name("theme", chair), "")
    return chosen if chosen in THEMES else ""


def _client(request: Request) -> str:
    return request.client.host if request.client is not None else ""


async def _mark(_request: Request) -> Response:
    """What browsers ask for beside a page that names no picture of itself: a view as JSON, the page that checks proofs."""
    return FileResponse(FOLDER / "static" / "mark.svg")


@cache
def _static(name: str) -> str:
    """The address of a static file, which changes when the file does."""
    digest = hashlib.sha256((FOLDER / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"
