"""The score a public header checker would give, computed here from the answer's headers: no page leaves the machine for it.

Source: the published scoring table of the HTTP Observatory, as it stood in 2026 (start 100; a bonus counts only where nothing
below 90 was lost). Takes: headers and cookies of one answer over https. Gives: the points, and why each was lost or won.
"""

import re
from collections.abc import Iterator, Mapping
from http.cookies import SimpleCookie

HALF_YEAR = 15_768_000
_UNSAFE = ("'unsafe-inline'", "'unsafe-eval'", "data:", "http:", "https:", "*")
_PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


def score(headers: Mapping[str, str], cookies: SimpleCookie) -> tuple[int, list[str]]:
    """Points and reasons."""
    changes = [*_policy(headers), *_cookies(cookies), *_transport(headers), *_others(headers)]
    lost = sum(points for points, _ in changes if points < 0)
    won = sum(points for points, _ in changes if points > 0)
    total = 100 + lost + (won if 100 + lost >= 90 else 0)
    return total, [f"{points:+} {why}" for points, why in changes]


def directives(headers: Mapping[str, str]) -> dict[str, list[str]]:
    """The content policy as its directives."""
    parts = (part.split() for part in headers.get("Content-Security-Policy", "").split(";") if part.strip())
    return {name: values for name, *values in parts}


def _policy(headers: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    policy = directives(headers)
    if not policy:
        yield -25, "no content policy"
        return
    scripts = policy.get("script-src", policy.get("default-src", ["*"]))
    styles = policy.get("style-src", policy.get("default-src", ["*"]))
    if any(word in scripts for word in _UNSAFE):
        yield -20, "scripts from anywhere"
    elif "'unsafe-inline'" in styles or "data:" in styles:
        yield 0, "styles inline"
    elif policy.get("default-src") == ["'none'"]:
        yield 10, "nothing by default"
    else:
        yield 5, "no unsafe source"
    if policy.get("frame-ancestors") == ["'none'"]:
        yield 5, "no frames, by the content policy"
    elif headers.get("X-Frame-Options") not in {"DENY", "SAMEORIGIN"}:
        yield -20, "may be framed"


def _cookies(cookies: SimpleCookie) -> Iterator[tuple[int, str]]:
    for name, morsel in cookies.items():
        if not morsel["secure"]:
            yield -20, f"cookie {name} without Secure"
        if not morsel["httponly"]:
            yield -20, f"cookie {name} without HttpOnly"
        if morsel["samesite"] not in {"Lax", "Strict"}:
            yield -5, f"cookie {name} without SameSite"


def _transport(headers: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    found = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    if found is None:
        yield -20, "no HSTS"
    elif int(found[1]) < HALF_YEAR:
        yield -10, "HSTS for less than half a year"


def _others(headers: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield -5, "types may be guessed"
    referrer = headers.get("Referrer-Policy", "")
    yield (5, "private referrer") if referrer in _PRIVATE_REFERRERS else (-5, "referrer told to others")
    policy = headers.get("Cross-Origin-Resource-Policy", "")
    if policy in {"same-origin", "same-site"}:
        yield 10, "resources for this site only"
    elif policy not in {"", "cross-origin"}:
        yield -5, "resource policy not understood"
