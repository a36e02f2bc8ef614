"""Checks a certificate against its plan, with whole numbers and fractions only.

Nothing here comes from the solver or from outside the standard library: this file reads the plan
itself, measures it itself, can be read aloud, and runs on its own: `python verify.py CERT PLAN`.
It answers two questions. Do the chosen beds keep the distance? And why can nobody place more?

The second rests on four steps, each checked below.

1. A *spot* is a set of beds that all conflict with each other, so at most one of them is used.
   Every usable bed is in one spot. Two spots conflict when all beds of one conflict with all beds
   of the other, so at most one of the two is used.
2. A *group* is a set of spots of which at most so many can be used: one, where all of them
   conflict; or as many as the group's own proof says.
3. A *cover* gives weights to groups so that every spot is covered at least once. The number of
   spots used is then at most the sum of weight times limit, rounded down.
4. *Cases*: either a spot is used, and all those in conflict with it are empty, or it is empty.
   What holds in both cases holds.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import lcm
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "drawdown space certificate, version 1"
METRES_PER_FOOT = Fraction(3048, 10000)
PI = Fraction(31415926535897932384626433832795028842, 10**37)
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")


class Refused(Exception):  # noqa: N818  # what a checker does
    """The certificate does not prove what it says, and the first reason why."""


def require(holds: bool, reason: str) -> None:
    """Refuse the certificate unless something holds."""
    if not holds:
        raise Refused(reason)


def verify(certificate: bytes, plan: bytes) -> tuple[int, int]:
    """Return how many people a certificate places in a plan, and the limit that it proves.

    Raises:
        Refused: with the first thing wrong.
    """
    try:
        cert = json.loads(certificate)
        require(isinstance(cert, dict) and cert.get("format") == FORMAT, "it is no certificate")
        body = {key: value for key, value in cert.items() if key != "seal"}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"))
        seal = hashlib.sha256(text.encode()).hexdigest()
        require(seal == cert.get("seal"), "its seal does not match: it was changed since")
        same = hashlib.sha256(plan).hexdigest() == cert["plan"]["sha256"]
        require(same, "the plan is not the one that it was made for")
        return check(cert, plan)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError) as error:
        raise Refused(f"it cannot be read: {type(error).__name__}: {error}") from None
    except RecursionError:
        raise Refused("its proof is nested too deeply") from None


def check(cert: dict[str, Any], plan: bytes) -> tuple[int, int]:
    """Return what a certificate proves, its seal aside: how many are placed, and the limit."""
    floor = Floor(plan, cert["rule"])
    chosen, sections = cert["chosen"], cert["sections"]
    floor.check_chosen(chosen)
    units = [unit for section in sections for unit in section["units"]]
    require(len(units) == len(set(units)), "a unit is in two sections")
    require(floor.units <= set(units), "a unit with usable beds is in no section")
    if floor.one_room:
        require(len(sections) == 1, "one room is split into sections")
    limit = sum(Section(floor, section).limit() for section in sections)
    if cert["joint"]:
        require(floor.units <= set(cert["joint"]["units"]), "the joint section misses a unit")
        limit = min(limit, Section(floor, cert["joint"]).limit())
    require(cert["beds"] == floor.beds, f"the plan has {floor.beds} beds")
    require(cert["usable"] == floor.usable, f"{floor.usable} beds of the plan are usable")
    require(cert["bound"] == limit, f"its proof shows {limit}, not {cert['bound']}")
    require(len(chosen) <= limit, "more beds are chosen than its proof allows")
    require(cert["proven"] is (len(chosen) == limit), "'proven' does not follow from its numbers")
    return len(chosen), limit


Point = tuple[Any, Any]


class Place(NamedTuple):
    """One way to use one bed. Places are called by the bed's number, negative where turned."""

    unit: str
    outline: list[Point]
    sight: Point
    height: Any


class Floor:
    """The plan as the checker reads it, every length a whole number of some small unit."""

    def __init__(self, plan: bytes, rule: dict[str, Any]) -> None:
        rows = [
            row for row in csv.reader(io.StringIO(plan.decode("utf-8-sig"))) if "".join(row).strip()
        ]
        header = [column.strip().lower() for column in rows[0]]
        beds = [dict(zip(header, map(str.strip, row), strict=False)) for row in rows[1:]]
        suffix = "m" if "x_m" in header else "ft"
        distance = Fraction(rule["distance"])
        require(distance >= 0 and rule["unit"] in ("ft", "m"), "its distance makes no sense")
        if rule["unit"] != suffix:
            distance = distance * METRES_PER_FOOT if suffix == "m" else distance / METRES_PER_FOOT
        usable = {
            number: bed
            for number, bed in enumerate(beds, start=1)
            if bed.get("usable", "").lower() not in NO and number not in rule["must_empty"]
        }
        places: dict[int, Place] = {}
        for number, bed in usable.items():
            places.update(ways_to_use(number, bed, suffix, rule["between"], rule["bunks"]))
        walls = [[Fraction(number) for number in wall] for wall in rule["walls"]]
        lengths = [distance, *(number for wall in walls for number in wall)]
        for place in places.values():
            lengths += [n for point in (*place.outline, place.sight) for n in point]
            lengths.append(place.height or Fraction(0))
        scale = lcm(*(length.denominator for length in lengths))
        self.distance = int(distance * scale)
        self.walls = [[int(number * scale) for number in wall] for wall in walls]
        self.places = {name: scaled(place, scale) for name, place in places.items()}
        self.units = {place.unit for place in places.values()}
        self.one_room = rule["one_room"]
        self.beds, self.usable = len(beds), len(usable)
        self.needs = list(self.needed(beds, rule, suffix))
        self.known: dict[tuple[int, int], bool] = {}

    def needed(
        self, beds: list[dict[str, str]], rule: dict[str, Any], suffix: str
    ) -> Iterator[tuple[int, set[int]]]:
        """Yield what the rule needs besides distance: at least so many of these places used."""
        for number in sorted(set(rule["must_use"])):
            yield 1, {number, -number} & self.places.keys()
        lowest: dict[Any, Fraction] = {}
        for bed in beds:
            spot, height = spot_of(bed, suffix), height_of(bed, suffix)
            lowest[spot] = min(lowest.get(spot, height), height)
        lower, accessible = set(), set()
        for number, bed in enumerate(beds, start=1):
            level, alone = bed.get("level", "").lower(), lowest[spot_of(bed, suffix)]
            if level in ("1", "lower") or (not level and height_of(bed, suffix) == alone):
                lower.add(number)
            if bed.get("accessible", "").lower() in YES:
                accessible.add(number)
        for need, among in (("lower_needed", lower), ("accessible_needed", accessible)):
            if rule[need] > 0:
                yield rule[need], {place for place in self.places if abs(place) in among}

    def check_chosen(self, chosen: list[int]) -> None:
        """Refuse beds that are not usable, used twice or too close, and needs that are not met."""
        require(all(place in self.places for place in chosen), "a chosen bed is not usable")
        require(len({abs(place) for place in chosen}) == len(chosen), "a bed is chosen twice")
        for least, among in self.needs:
            require(len(among.intersection(chosen)) >= least, "too few needed beds are chosen")
        left = {name: min(x for x, _ in self.places[name].outline) for name in chosen}
        right = {name: max(x for x, _ in self.places[name].outline) for name in chosen}
        ordered = sorted(chosen, key=lambda name: left[name])
        for index, one in enumerate(ordered):
            for other in ordered[index + 1 :]:
                if left[other] >= right[one] + self.distance:
                    break
                near = self.conflict(one, other)
                require(not near, f"beds {abs(one)} and {abs(other)} are both chosen and too close")

    def conflict(self, one: int, other: int) -> bool:
        """Return whether two places cannot both be used, as measured once."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self.known:
            self.known[pair] = self.measured(self.places[one], self.places[other], one == -other)
        return self.known[pair]

    def measured(self, one: Place, other: Place, one_bed: bool) -> bool:
        """Return whether two places are one bed, or too close with no wall between them."""
        if one is other or one_bed:
            return True
        if one.unit != other.unit and not self.one_room:
            return False
        room = self.distance**2
        if one.height is not None and other.height is not None:
            room -= (one.height - other.height) ** 2
        if not closer(one.outline, other.outline, room):
            return False
        return not any(crosses(wall, one.sight, other.sight) for wall in self.walls)


class Section:
    """The proof for one room, or for all rooms together."""

    def __init__(self, floor: Floor, section: dict[str, Any]) -> None:
        self.floor, self.spots, self.parts = floor, section["spots"], section["parts"]
        here = [name for name, place in floor.places.items() if place.unit in section["units"]]
        listed = [place for spot in self.spots for place in spot]
        require(sorted(here) == sorted(listed), "its spots do not hold every usable bed once")
        for spot in self.spots:
            for one, other in combinations(spot, 2):
                require(
                    floor.conflict(one, other), f"beds {one}, {other} share a spot and need not"
                )
        self.needs = [
            (least, {number for number, spot in enumerate(self.spots) if among & set(spot)})
            for least, among in floor.needs
        ]
        self.here, self.part = set(here), set[int]()
        self.known: dict[tuple[int, int], bool] = {}
        self.groups: list[tuple[dict[int, int], int]] = []
        for group in section["groups"]:
            self.groups.append(self.checked(group))

    def limit(self) -> int:
        """Return the most places that can be used, after checking the proof of every part."""
        listed = [spot for part in self.parts for spot in part["spots"]]
        every = list(range(len(self.spots)))
        require(sorted(listed) == every, "its parts do not hold every spot once")
        for part in self.parts:
            self.part = set(part["spots"])
            self.prove(part["proof"], dict.fromkeys(self.part, 1), frozenset(), part["most"])
        return sum(part["most"] for part in self.parts)

    def conflict(self, one: int, other: int) -> bool:
        """Return whether every bed of one spot conflicts with every bed of another."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self.known:
            near = self.floor.conflict
            self.known[pair] = all(near(a, b) for a in self.spots[one] for b in self.spots[other])
        return self.known[pair]

    def checked(self, group: dict[str, Any]) -> tuple[dict[int, int], int]:
        """Return how often a group counts each spot, and its limit, after checking its proof."""
        if "proof" not in group:
            for one, other in combinations(group["spots"], 2):
                require(
                    self.conflict(one, other), f"spots {one}, {other} of a group do not conflict"
                )
            return dict.fromkeys(group["spots"], 1), 1
        times = dict(zip(group["spots"], group["times"], strict=True))
        require(all(type(n) is int and n > 0 for n in times.values()), "a group counts wrongly")
        self.prove(group["proof"], times, frozenset(), group["most"])
        return times, group["most"]

    def prove(
        self, proof: dict[str, Any], worth: dict[int, int], used: frozenset[int], most: int
    ) -> None:
        """Refuse unless a proof shows that the spots, each worth so much, come to at most `most`.

        The spots in `used` are taken as used already; neither `worth` nor `most` counts them.
        """
        require(type(most) is int, "a limit is not a whole number")
        if "spot" not in proof:
            self.prove_by_cover(proof, worth, used, most)
            return
        spot = proof["spot"]
        require(spot in worth, f"a case is made of spot {spot}, which is out of play")
        rest = {other: n for other, n in worth.items() if other != spot}
        free = {other: n for other, n in rest.items() if not self.conflict(spot, other)}
        self.prove(proof["used"], free, used | {spot}, most - worth[spot])
        self.prove(proof["empty"], rest, used, most)

    def prove_by_cover(
        self, cover: dict[str, Any], worth: dict[int, int], used: frozenset[int], most: int
    ) -> None:
        """Refuse unless weights on groups cover every spot and come to at most `most`.

        Weights are whole numbers over one denominator. A need turns round: at least so many of its
        spots are used, so it is taken away.
        """
        over, total = cover["over"], 0
        bare = {spot: n * over for spot, n in worth.items()}
        terms = [(share, 1, *self.groups[number]) for number, share in cover["shares"]]
        for number, share in cover.get("needs", []):
            least, spots = self.needs[number]
            whole = self.floor.needs[number][1] <= self.here and spots <= self.part
            require(whole, "a need reaches beyond the part that it is used in")
            terms.append((share, -1, dict.fromkeys(spots, 1), least))
        weights = [over, *(share for share, *_ in terms)]
        require(all(type(n) is int and n > 0 for n in weights), "a weight is not above nothing")
        for share, sign, times, limit in terms:
            total += sign * share * (limit - sum(times.get(spot, 0) for spot in used))
            for spot, count in times.items():
                if spot in bare:
                    bare[spot] -= sign * share * count
        require(all(left <= 0 for left in bare.values()), "weights leave a spot uncovered")
        require(total // over <= most, f"weights come to {total}/{over}, not to {most}")


def spot_of(bed: dict[str, str], suffix: str) -> tuple[str, Fraction, Fraction]:
    """Return where a bed stands: beds of one bunk share it."""
    return bed.get("unit", ""), Fraction(bed["x_" + suffix]), Fraction(bed["y_" + suffix])


def height_of(bed: dict[str, str], suffix: str) -> Fraction:
    """Return how high a bed is, the floor where the plan does not say."""
    return Fraction(bed.get("z_" + suffix) or 0)


def ways_to_use(
    number: int, bed: dict[str, str], suffix: str, between: str, bunks: str
) -> Iterator[tuple[int, Place]]:
    """Yield each way to use a bed: one, or two where heads count and either end may be the head."""
    require(bunks in ("measured", "flat"), "'bunks' is neither measured nor flat")
    unit, x, y = spot_of(bed, suffix)
    z = bed.get("z_" + suffix)
    height = Fraction(z) if z and bunks == "measured" else None
    if between == "centres":
        yield number, Place(unit, [(x, y)], (x, y), height)
        return
    cos, sin = turned(Fraction(bed.get("heading_deg") or 0))
    length = Fraction(bed["length_" + suffix]) / 2
    if between == "heads":
        for name, end in ((number, length), (-number, -length)):
            if name > 0 or bed.get("head", "").lower() != "fixed":
                head = (x + end * cos, y + end * sin)
                yield name, Place(unit, [head], head, height)
        return
    require(between == "edges", "'between' is neither centres, edges nor heads")
    width = Fraction(bed["width_" + suffix]) / 2
    corners = [
        (x + a * length * cos - b * width * sin, y + a * length * sin + b * width * cos)
        for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1))
    ]
    yield number, Place(unit, corners, (x, y), height)


def turned(degrees: Fraction) -> tuple[Fraction, Fraction]:
    """Return the cosine and sine of an angle to nine decimals, by their power series."""
    angle = Fraction(round(degrees % 360 * PI / 180 * 10**25), 10**25)
    sums, term = [Fraction(0)] * 4, Fraction(1)
    for power in range(60):
        sums[power % 4] += term
        term = Fraction(round(term * angle / (power + 1) * 10**25), 10**25)
    cos, sin = sums[0] - sums[2], sums[1] - sums[3]
    return Fraction(round(cos * 10**9), 10**9), Fraction(round(sin * 10**9), 10**9)


def scaled(place: Place, scale: int) -> Place:
    """Return a place with every length a whole number."""
    outline = [(int(x * scale), int(y * scale)) for x, y in place.outline]
    sight = (int(place.sight[0] * scale), int(place.sight[1] * scale))
    height = None if place.height is None else int(place.height * scale)
    return Place(place.unit, outline, sight, height)


def closer(one: list[Point], other: list[Point], room: int) -> bool:
    """Return whether two outlines, or points, come closer than the square root of `room`."""
    if room <= 0:
        return False
    apart = False
    for points, outline in ((one, other), (other, one)):
        for start, end in zip(outline, outline[1:] + outline[:1], strict=True):
            dx, dy = end[0] - start[0], end[1] - start[1]
            length, beyond = dx * dx + dy * dy, True
            for point in points:
                px, py = point[0] - start[0], point[1] - start[1]
                along, across = px * dx + py * dy, dx * py - dy * px
                if along <= 0:
                    near = px * px + py * py < room
                elif along >= length:
                    near = (px - dx) ** 2 + (py - dy) ** 2 < room
                else:
                    near = across * across < room * length
                if near:
                    return True
                beyond = beyond and across <= 0
            apart = apart or beyond
    return not apart  # two that overlap have no edge with the other wholly beyond it


def crosses(wall: list[int], one: Point, other: Point) -> bool:
    """Return whether a wall crosses the line between two points on either side of it."""

    def side(start: Any, end: Any, point: Any) -> Any:
        return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (
            point[0] - start[0]
        )

    start, end = wall[:2], wall[2:]
    if side(start, end, one) * side(start, end, other) >= 0:
        return False
    return bool(side(one, other, start) * side(one, other, end) <= 0)


if __name__ == "__main__":
    try:
        print(*verify(Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]).read_bytes()))
    except Refused as refusal:
        sys.exit(f"refused: {refusal}")
