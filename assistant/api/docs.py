"""The documentation page of the API, written from its OpenAPI description.

One page of plain HTML: no script, no other host, readable with no network.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from assistant.service import Language

TITLES = {
    "fr": ("Documentation de l'API", "Paramètre", "Type", "Description", "Réponses", "Corps"),
    "en": ("API documentation", "Parameter", "Type", "Description", "Responses", "Body"),
}
INTRODUCTION = {
    "fr": "Les adresses de cette installation. JSON en entrée et en sortie, en UTF-8. "
    "Description complète pour les programmes :",
    "en": "The addresses of this installation. JSON in and out, in UTF-8. "
    "Complete description for programs:",
}
EXAMPLE = (
    "curl -H 'Content-Type: application/json' \\\n"
    '     -d \'{"question": "Combien de membres en 2022 ?"}\' \\\n'
    "     {base}/api/ask"
)
METHODS = ("get", "post", "patch", "delete")


def documentation(schema: dict[str, Any], lang: Language) -> str:
    """The page, from an OpenAPI 3 description."""
    title = TITLES[lang][0]
    routes = "".join(_routes(schema, lang))
    shapes = "".join(_shapes(schema))
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} – Repère</title><link rel="icon" href="/assets/icon.svg">'
        '<link rel="stylesheet" href="/api/docs.css"></head><body><main>'
        f"<h1>{escape(title)}</h1><p>{escape(INTRODUCTION[lang])} "
        '<a href="/openapi.json">openapi.json</a></p>'
        f"<pre>{escape(EXAMPLE.replace('{base}', 'http://127.0.0.1:8000'))}</pre>"
        f"{routes}<h2>JSON</h2>{shapes}</main></body></html>"
    )


def _routes(schema: dict[str, Any], lang: Language) -> Iterator[str]:
    section = ""
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method not in methods:
                continue
            operation = methods[method]
            tag = (operation.get("tags") or ["Repère"])[0]
            if tag != section:
                section = tag
                yield f"<h2>{escape(tag)}</h2>"
            yield _route(path, method, operation, lang)


def _route(path: str, method: str, operation: dict[str, Any], lang: Language) -> str:
    _, name, kind, about, responses, body = TITLES[lang]
    rows = [
        f"<tr><td><code>{escape(item['name'])}</code>{_star(item.get('required'))}</td>"
        f"<td>{_type(item['schema'])}</td>"
        f"<td>{escape(item.get('description') or item['schema'].get('description', ''))}</td></tr>"
        for item in operation.get("parameters", ())
    ]
    table = (
        f"<table><thead><tr><th>{name}</th><th>{kind}</th><th>{about}</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
    sent = operation.get("requestBody", {}).get("content", {})
    told = "".join(
        f"<li><code>{escape(status)}</code> {_contents(answer.get('content', {}))}</li>"
        for status, answer in operation["responses"].items()
    )
    return (
        f'<section><h3><span class="method">{method.upper()}</span> '
        f"<code>{escape(path)}</code></h3><p>{escape(operation.get('summary', ''))}</p>"
        f"{table if rows else ''}{f'<p>{body} : {_contents(sent)}</p>' if sent else ''}"
        f"<p>{responses}</p><ul>{told}</ul></section>"
    )


def _shapes(schema: dict[str, Any]) -> Iterator[str]:
    for name, shape in schema.get("components", {}).get("schemas", {}).items():
        required = set(shape.get("required", ()))
        rows = "".join(
            f"<tr><td><code>{escape(key)}</code>{_star(key in required)}</td><td>{_type(value)}"
            f"</td><td>{escape(value.get('description', ''))}</td></tr>"
            for key, value in shape.get("properties", {}).items()
        )
        yield (
            f'<section id="{escape(name)}"><h3>{escape(name)}</h3>'
            f"<p>{escape(shape.get('description', ''))}</p><table><tbody>{rows}</tbody></table>"
            "</section>"
        )


def _contents(content: dict[str, Any]) -> str:
    return ", ".join(
        f"{escape(kind)} {_type(value['schema']) if value.get('schema') else ''}"
        for kind, value in content.items()
    )


def _type(schema: dict[str, Any]) -> str:
    """A schema in a few characters, with links to the shapes it names."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[-1])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " | ".join(_type(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(escape(json.dumps(value, ensure_ascii=False)) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"{{…: {_type(schema['additionalProperties'])}}}"
    return escape(str(schema.get("type", "…")))


def _star(required: Any) -> str:
    return "&nbsp;*" if required else ""


STYLE = """\
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid; padding-bottom: .25rem; }
section { margin: 1.5rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .3rem .6rem; border-bottom: 1px solid #8886; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid #8886; border-radius: .4rem; }
code { overflow-wrap: anywhere; }
.method { font-weight: 700; }
"""
