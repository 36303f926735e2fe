#!/usr/bin/env python3
"""The arrows of the house: which crate may see which, read from cargo's own metadata."""

import json
import subprocess
import sys

# Who sees whom inside the house. The words of `contract` are open to everyone but the tables' history.
ARROWS = {
    "contract": set(),
    "entities": {"contract"},
    "domain": {"entities"},
    "app": {"contract", "domain"},
    "frontend": {"app"},
    "migrations": set(),
    "server": {"app", "domain", "migrations"},
}
WORDS = {"entities", "domain", "app", "frontend", "server"}
TESTS_ONLY = {("domain", "migrations")}
OPTIONAL = {("app", "domain")}  # only with `ssr`

# What a room never sees of the outside; a trailing * stands for the family.
NEVER = {
    "contract": ["leptos*", "axum*", "tokio", "lettre"],
    "entities": ["leptos*", "axum*", "tokio", "lettre"],
    "domain": ["leptos*", "axum*", "lettre", "clap", "tower*"],
    "app": ["sea-orm*", "sqlx*", "lettre", "tower-sessions*"],
    "frontend": ["sea-orm*", "sqlx*", "tokio", "axum*"],
    "migrations": ["leptos*", "axum*", "lettre"],
    "server": ["sqlx*"],
}
BEHIND_A_FEATURE = {("contract", "sea-orm"), ("app", "axum"), ("app", "leptos_axum")}


def forbidden(room, name):
    return any(
        name.startswith(word[:-1]) if word.endswith("*") else name == word for word in NEVER[room]
    )


def problems(room, dependencies):
    seen = set()
    for dependency in dependencies:
        name, kind = dependency["name"], dependency["kind"] or "normal"
        if name.startswith("lectern-"):
            inner = name.removeprefix("lectern-")
            if kind == "dev" and (room, inner) in TESTS_ONLY:
                continue
            seen.add(inner)
            if (room, inner) in OPTIONAL and not dependency["optional"]:
                yield f"{room} → {inner} must be optional"
        elif (room, name) in BEHIND_A_FEATURE:
            if not dependency["optional"]:
                yield f"{room} → {name} must be optional"
        elif forbidden(room, name) and kind != "dev":
            yield f"{room} must not see {name}"
    may = ARROWS[room] | ({"contract"} if room in WORDS else set())
    yield from (f"{room} must not see {name}" for name in sorted(seen - may))
    yield from (f"the arrow {room} → {name} is missing" for name in sorted(ARROWS[room] - seen))


def main():
    command = ["cargo", "metadata", "--no-deps", "--format-version=1", "--locked"]
    packages = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["packages"]
    rooms = {p["name"].removeprefix("lectern-"): p["dependencies"] for p in packages}
    found = [p for room in sorted(rooms) if room in ARROWS for p in problems(room, rooms[room])]
    found += [f"{room} is not in the picture" for room in sorted(set(rooms) ^ set(ARROWS))]
    if found:
        sys.exit("error: the house's arrows (README, map of rooms):\n  " + "\n  ".join(found))
    print(f"   {len(rooms)} crates, every arrow as in the picture")


main()
