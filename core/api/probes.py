"""How the OpenAPI document shows what is answered before any view is asked: the shop's health."""

from typing import Any

JSON = "application/json"
HEALTH = {
    "type": "object",
    "required": ["success", "status", "message", "timestamp", "uptime", "checks"],
    "properties": {
        "success": {"type": "boolean", "description": "Whether the shop can serve."},
        "status": {"type": "string", "enum": ["OK", "UNAVAILABLE"]},
        "message": {"type": "string"},
        "timestamp": {"type": "string", "format": "date-time"},
        "uptime": {"type": "number", "description": "Seconds since this process started."},
        "checks": {
            "type": "object",
            "required": ["database", "cache", "queue"],
            "properties": {
                "database": {"type": "string", "enum": ["ok", "down"]},
                "cache": {"type": "string", "enum": ["ok", "down"]},
                "queue": {"type": "string", "enum": ["ok", "late", "down"]},
            },
        },
    },
}
WELL = {
    "success": True,
    "status": "OK",
    "message": "Server is healthy",
    "timestamp": "2026-11-21T06:30:00.000000Z",
    "uptime": 86400.5,
    "checks": {"database": "ok", "cache": "ok", "queue": "ok"},
}
ILL = WELL | {
    "success": False,
    "status": "UNAVAILABLE",
    "message": "The database does not answer",
    "checks": {"database": "down", "cache": "ok", "queue": "down"},
}


def show_health(result: dict, generator: Any, request: Any, public: bool) -> dict:
    """Add the path that monitors ask."""
    result["components"]["schemas"]["Health"] = HEALTH
    operation = {
        "operationId": "health",
        "summary": "Whether the shop can serve",
        "description": "Also at `/health` and `/health/ready`. A cache or queue that is down leaves the shop open.",
        "tags": ["The API itself"],
        "responses": {"200": _answer("It can.", WELL), "503": _answer("It cannot: no database.", ILL)},
    }
    result["paths"]["/api/v1/health"] = {"get": operation}
    return result


def _answer(when: str, example: dict) -> dict:
    schema = {"$ref": "#/components/schemas/Health"}
    return {"description": when, "content": {JSON: {"schema": schema, "example": example}}}
